import { Light, assessHealth } from '@naytife/backstage-plugin-cnpg-common';
import { Inventory, InventoryCluster } from '../inventory/Inventory';

/** What depends on the time alone (an age, a certificate) is judged anew so often. */
const HOLDS_MS = 10_000;

/** The health light of each cluster, kept while nothing changed: a filter over the whole fleet judges only what is new. */
export class HealthLights {
  private readonly known = new Map<
    string,
    { revision: number; at: number; light: Light }
  >();

  constructor(private readonly inventory: Inventory) {}

  of(entry: InventoryCluster): Light {
    const { ref, revision } = entry;
    const known = this.known.get(ref);
    if (known?.revision === revision && Date.now() - known.at < HOLDS_MS)
      return known.light;
    const { light } = assessHealth(
      this.inventory.facts(entry).health,
      entry.connection.api.now(),
    );
    this.known.set(ref, { revision, at: Date.now(), light });
    return light;
  }
}
