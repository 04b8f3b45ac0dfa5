import { SourceView } from '@naytife/backstage-plugin-cnpg-common';
import { ClusterConnection } from '../inventory/ClusterConnection';
import { Inventory } from '../inventory/Inventory';

export function viewSource(
  inventory: Inventory,
  connection: ClusterConnection,
): SourceView {
  const { operator, plugin } = inventory.components(connection);
  return {
    kubernetesCluster: connection.name,
    ...connection.sync,
    kinds: connection.partial,
    simulated: connection.simulated,
    clockSkewSeconds: Math.round(connection.api.skewMs / 1000),
    operator,
    plugin,
  };
}
