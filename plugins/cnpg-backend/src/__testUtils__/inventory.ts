import { mockServices } from '@backstage/backend-test-utils';
import { readConfig } from '../config';
import { Inventory } from '../inventory/Inventory';
import { ReflectorTimes } from '../inventory/Reflector';
import { config } from './backend';

/** Short, so that a test sees what takes minutes in life; the proportions are kept. */
export const QUICK: ReflectorTimes = {
  backoffMs: 50,
  backoffCapMs: 500,
  watchMs: 2_000,
  graceMs: 500,
  requestMs: 1_500,
};

/** An inventory of one Kubernetes cluster, `k1`, with the environments of the test configuration. */
export function quickInventory(
  kubernetes: { url: string; token?: string },
  change: object = {},
): Inventory {
  return new Inventory(
    readConfig(mockServices.rootConfig({ data: config(kubernetes, change) })),
    { times: QUICK, pollMs: 200 },
  );
}
