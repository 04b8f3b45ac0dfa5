import {
  SourceView,
  operatorUpkeep,
} from '@naytife/backstage-plugin-cnpg-common';
import { ClusterConnection } from '../inventory/ClusterConnection';
import { Inventory } from '../inventory/Inventory';

function upkeepOf(version: string, now: number): SourceView['upkeep'] {
  const { support, endOfLife, next } = operatorUpkeep(version, now);
  return {
    support,
    endOfLife,
    next: next && { version: next.version, changes: next.changes },
  };
}

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
    upkeep: operator.version
      ? upkeepOf(operator.version, connection.api.now())
      : undefined,
    plugin,
  };
}
