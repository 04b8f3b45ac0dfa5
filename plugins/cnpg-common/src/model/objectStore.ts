import { ObjectMeta, parseWith } from './meta';
import { Parsed } from './Reader';

/** What the object store holds for one server. It has no end: that is the last archived WAL. Times are RFC 3339. @public */
export interface ServerRecoveryWindow {
  firstRecoverabilityPoint?: string;
  lastSuccessfulBackupTime?: string;
  lastFailedBackupTime?: string;
}

/** A `barmancloud.cnpg.io/v1` ObjectStore of plugin-barman-cloud. @public */
export interface ObjectStore {
  meta: ObjectMeta;
  destinationPath?: string;
  endpointURL?: string;
  retentionPolicy?: string;
  /** By the *effective* serverName: the plugin's parameter, else the cluster's name. */
  serverRecoveryWindow: Record<string, ServerRecoveryWindow>;
}

/** Reads a `barmancloud.cnpg.io/v1` ObjectStore. Never throws. @public */
export function parseObjectStore(value: unknown): Parsed<ObjectStore> {
  return parseWith(value, (object, meta) => {
    const configuration = object.at('spec').at('configuration');
    return {
      meta,
      destinationPath: configuration.at('destinationPath').string(),
      endpointURL: configuration.at('endpointURL').string(),
      retentionPolicy: object.at('spec').at('retentionPolicy').string(),
      serverRecoveryWindow: object
        .at('status')
        .at('serverRecoveryWindow')
        .map(item => ({
          firstRecoverabilityPoint: item.at('firstRecoverabilityPoint').time(),
          lastSuccessfulBackupTime: item.at('lastSuccessfulBackupTime').time(),
          lastFailedBackupTime: item.at('lastFailedBackupTime').time(),
        })),
    };
  });
}
