import { LoggerService } from '@backstage/backend-plugin-api';
import { EVERY_CLUSTER } from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';
import { HealthLights } from '../views/HealthLights';
import { CONDITIONS, IncidentCondition, IncidentStore } from './IncidentStore';

/** Since when a condition says that something is wrong, milliseconds since the epoch; undefined where nothing is, or it is not told. */
type Wrong = Partial<Record<IncidentCondition, number>>;

/** Notes the beginning and the end of what goes wrong with each cluster. */
export class IncidentWatch {
  private readonly lights: HealthLights;
  private readonly seen = new Map<string, Wrong>();
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
      if (ref === EVERY_CLUSTER) return;
      const [environment, name] = ref.split('/');
      const entry = this.inventory.find(environment, name);
      if (entry)
        this.look(entry).catch(error =>
          this.logger.warn(`An incident could not be kept: ${error}`),
        );
      else this.seen.delete(ref);
    });
  }

  stop(): void {
    this.stopListening();
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

  private async look(entry: InventoryCluster): Promise<void> {
    const key = {
      environment: entry.environment.name,
      name: entry.cluster.meta.name,
    };
    const before = this.seen.get(entry.ref);
    const now = this.wrong(entry);
    // A red light has no time of its own: it began when it was first seen.
    if (before?.Health && now.Health) now.Health = before.Health;
    this.seen.set(entry.ref, now);
    for (const condition of CONDITIONS) {
      const began = now[condition];
      if (began !== undefined && began !== before?.[condition])
        await this.store.begin(key, condition, began);
      // The first look after a start ends what ended meanwhile.
      if (began === undefined && (!before || before[condition] !== undefined))
        await this.store.end(key, condition, entry.connection.api.now());
    }
  }
}
