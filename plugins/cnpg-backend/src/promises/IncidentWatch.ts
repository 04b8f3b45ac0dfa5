import { LoggerService } from '@backstage/backend-plugin-api';
import { EVERY_CLUSTER } from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { HealthLights } from '../views/HealthLights';
import { CONDITIONS, IncidentStore, Wrong } from './IncidentStore';

/** A burst of changes, as after a start, is one look at each cluster. */
const GATHER_MS = 1_000;

/** Notes the beginning and the end of what goes wrong with each cluster. */
export class IncidentWatch {
  private readonly lights: HealthLights;
  private readonly waiting = new Set<string>();
  private seen: Map<string, Wrong> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly inventory: Inventory,
    private readonly store: IncidentStore,
    private readonly logger: LoggerService,
  ) {
    this.lights = new HealthLights(inventory);
  }

  start(): void {
    this.stopListening = this.inventory.onChange(ref => {
      this.waiting.add(ref);
      this.timer ??= setTimeout(() => void this.lookAround(), GATHER_MS);
      this.timer.unref();
    });
  }

  stop(): void {
    this.stopListening();
    this.waiting.clear();
    clearTimeout(this.timer);
  }

  /** One look after the other; what changes meanwhile waits for the next round. */
  private async lookAround(): Promise<void> {
    const changed = new Set(this.waiting);
    this.waiting.clear();
    try {
      // What was open before a restart may have ended meanwhile.
      this.seen ??= await this.store.open();
      for (const entry of this.inventory.clusters())
        if (changed.has(EVERY_CLUSTER) || changed.has(entry.ref))
          await this.look(entry, this.seen);
    } catch (error) {
      this.logger.warn(`An incident could not be kept: ${error}`);
    } finally {
      this.timer = this.waiting.size
        ? setTimeout(() => void this.lookAround(), GATHER_MS).unref()
        : undefined;
    }
  }

  private wrong(entry: InventoryCluster): Wrong {
    const { cluster, connection } = entry;
    const wrong: Wrong = {};
    for (const { type, status, lastTransitionTime } of cluster.status
      ?.conditions ?? [])
      if (
        (type === 'ContinuousArchiving' || type === 'LastBackupSucceeded') &&
        status === 'False' &&
        lastTransitionTime
      )
        wrong[type] = Date.parse(lastTransitionTime);
    if (this.lights.of(entry) === 'red') wrong.Health = connection.api.now();
    return wrong;
  }

  private async look(
    entry: InventoryCluster,
    seen: Map<string, Wrong>,
  ): Promise<void> {
    const key = {
      environment: entry.environment.name,
      name: entry.cluster.meta.name,
    };
    const before = seen.get(entry.ref) ?? {};
    const now = this.wrong(entry);
    // A red light has no time of its own: it began when it was first seen.
    if (before.Health && now.Health) now.Health = before.Health;
    for (const condition of CONDITIONS) {
      const began = now[condition];
      if (began === before[condition]) continue;
      if (before[condition] !== undefined)
        await this.store.end(
          key,
          condition,
          began ?? entry.connection.api.now(),
        );
      if (began !== undefined) await this.store.begin(key, condition, began);
    }
    seen.set(entry.ref, now);
  }
}
