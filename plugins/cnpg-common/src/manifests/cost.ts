import { Environment } from '../environments/environment';
import { cores, quantityToBytes } from '../environments/quantity';
import { readSchedule } from '../recoverability/schedule';
import { sizeOf } from './sizes';
import { DatabaseSpec } from './spec';

/** What a database costs a month, in the environment's currency. @public */
export interface MonthlyCost {
  currency: string;
  compute: number;
  storage: number;
  /**
   * At most: as many base backups as are kept at once, each of a full disk and not compressed. 0 without backups;
   * undefined where the environment names no price for them.
   */
  backup?: number;
  total: number;
}

const GIB = 2 ** 30;
const DAYS = { d: 1, w: 7, m: 31 };
const cents = (value: number) => Math.round(value * 100) / 100;
const gib = (quantity: string | undefined) =>
  quantity ? (quantityToBytes(quantity) ?? 0) / GIB : 0;

/** How many base backups a retention keeps at most; one more than fits in it, the one that the oldest instant needs. */
function backupsKept(retentionPolicy: string, schedule: string): number {
  const days =
    Number(retentionPolicy.slice(0, -1)) *
    DAYS[retentionPolicy.slice(-1) as keyof typeof DAYS];
  const every = readSchedule(schedule, Date.now()).intervalSeconds ?? 86_400;
  return Math.ceil((days * 86_400) / every) + 1;
}

/** What of an environment decides a price. */
type Priced = Pick<Environment, 'costs' | 'sizes' | 'backupSchedule'> & {
  objectStore?: { retentionPolicy: string };
};

/** Undefined where the environment names no prices: an unknown price is not 0. @public */
export function monthlyCost(
  spec: Pick<
    DatabaseSpec,
    'size' | 'custom' | 'instances' | 'backup' | 'backupSchedule'
  >,
  environment: Priced,
): MonthlyCost | undefined {
  const { costs: prices, objectStore: store } = environment;
  const size = sizeOf(spec, environment);
  if (!prices || !size) return undefined;
  const compute =
    spec.instances *
    (cores(size.cpu) * prices.cpuMonth +
      gib(size.memory) * prices.memoryGiBMonth);
  const storage =
    spec.instances *
    (gib(size.storage) + gib(size.walStorage)) *
    prices.storageGiBMonth;
  const kept =
    spec.backup && store
      ? backupsKept(
          store.retentionPolicy,
          spec.backupSchedule ?? environment.backupSchedule,
        )
      : 0;
  const price = kept ? prices.backupGiBMonth : 0;
  const backup =
    price === undefined ? undefined : cents(kept * gib(size.storage) * price);
  return {
    currency: prices.currency,
    compute: cents(compute),
    storage: cents(storage),
    backup,
    total: cents(compute + storage + (backup ?? 0)),
  };
}
