import { Environment } from '../environments/environment';
import { quantityToBytes } from '../environments/quantity';
import { DatabaseSpec } from './spec';

/** What a database costs a month, in the environment's currency. @public */
export interface MonthlyCost {
  currency: string;
  compute: number;
  storage: number;
  total: number;
}

const GIB = 2 ** 30;
const cents = (value: number) => Math.round(value * 100) / 100;

/** Undefined where the environment names no prices: an unknown price is not 0. @public */
export function monthlyCost(
  spec: DatabaseSpec,
  environment: Environment,
): MonthlyCost | undefined {
  const prices = environment.costs;
  const size = environment.sizes[spec.size];
  if (!prices || !size) return undefined;
  const cpu = size.cpu.endsWith('m')
    ? Number(size.cpu.slice(0, -1)) / 1000
    : Number(size.cpu);
  const gib = (quantity: string | undefined) =>
    quantity ? (quantityToBytes(quantity) ?? 0) / GIB : 0;
  const compute =
    spec.instances *
    (cpu * prices.cpuMonth + gib(size.memory) * prices.memoryGiBMonth);
  const storage =
    spec.instances *
    (gib(size.storage) + gib(size.walStorage)) *
    prices.storageGiBMonth;
  return {
    currency: prices.currency,
    compute: cents(compute),
    storage: cents(storage),
    total: cents(compute + storage),
  };
}
