import { BARMAN_PLUGIN, NAYTIFE } from '../annotations';
import { Environment } from '../environments/environment';
import { Cluster } from '../model/cluster';
import { BaseBackup } from '../recoverability/baseBackups';
import { archiveOf } from '../recoverability/input';
import { RestoreTarget } from '../recoverability/preflight';
import { ManifestSet, catalogEntity, toFiles } from './files';
import {
  affinity,
  archivePlugin,
  meta,
  podMonitorManifest,
  scheduledBackupManifest,
} from './objects';
import { carriedParameters } from './postgres';
import { RestoreSpec } from './spec';
import { Manifest, compact } from './yaml';

function recoveryTarget(
  target: RestoreTarget,
  baseBackups: BaseBackup[],
): object | undefined {
  if (target.type === 'latest') return undefined;
  if (target.type === 'time')
    return { targetTime: new Date(target.time).toISOString() };
  const backup = baseBackups.find(item => item.name === target.backupName);
  if (!backup?.backupId)
    throw new Error(
      `target.backupName: there is no completed backup called ${target.backupName}`,
    );
  // Selection by time or LSN only is automatic; "as soon as consistent" needs the backup named.
  return { backupID: backup.backupId, targetImmediate: true };
}

/** Words for the target, for a pull request's title and annotation. @public */
export function describeTarget(target: RestoreTarget): string {
  if (target.type === 'latest') return 'the latest archived instant';
  return target.type === 'backup'
    ? `backup ${target.backupName}`
    : new Date(target.time).toISOString();
}

/**
 * The manifests of a restore: always a new cluster, with all that must come from the origin, and an archive of its
 * own. Sharing the origin's serverName would fail with "Expected empty archive", 11 minutes in.
 * @param owner - entity reference of the owner of the origin's catalog entity
 * @throws Error when the origin is not backed up by the plugin, or the target's backup does not exist
 * @public
 */
export function planRestore(
  spec: RestoreSpec,
  origin: Cluster,
  baseBackups: BaseBackup[],
  environment: Environment,
  owner: string,
): ManifestSet {
  const archive = archiveOf(origin);
  if (archive.way !== 'plugin' || !archive.objectStoreName)
    throw new Error(
      `origin: ${origin.meta.name} is not backed up by the Barman Cloud plugin`,
    );
  if (spec.name === origin.meta.name)
    throw new Error(
      'name: a restore is always a new cluster; choose another name',
    );
  const { bootstrap, storage, walStorage, synchronous } = origin.spec;
  const instances = origin.spec.instances ?? 1;
  const parameters = carriedParameters(origin.spec.parameters);
  const manifest: Manifest = {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: meta(spec.name, environment, {
      [NAYTIFE.environment]: environment.name,
      [NAYTIFE.restoredFrom]: origin.meta.name,
      [NAYTIFE.restoreTarget]: describeTarget(spec.target),
    }),
    spec: compact({
      instances,
      imageName: origin.spec.imageName ?? origin.status?.image,
      enablePDB: true,
      affinity: affinity(instances),
      bootstrap: {
        recovery: compact({
          source: 'origin',
          // Without these recovery creates a stray database "app" with a role of that name.
          database: bootstrap?.database,
          owner: bootstrap?.owner,
          secret: bootstrap?.secretName
            ? { name: bootstrap.secretName }
            : undefined,
          recoveryTarget: recoveryTarget(spec.target, baseBackups),
        }),
      },
      externalClusters: [
        {
          name: 'origin',
          plugin: {
            name: BARMAN_PLUGIN,
            parameters: {
              barmanObjectName: archive.objectStoreName,
              serverName: archive.serverName,
            },
          },
        },
      ],
      postgresql: compact({
        synchronous,
        parameters: Object.keys(parameters).length ? parameters : undefined,
        shared_preload_libraries: origin.spec.sharedPreloadLibraries.length
          ? origin.spec.sharedPreloadLibraries
          : undefined,
      }),
      resources: Object.keys(origin.spec.resources.requests).length
        ? origin.spec.resources
        : undefined,
      storage: compact({ ...storage }),
      walStorage: walStorage && compact({ ...walStorage }),
      plugins: [
        archivePlugin(
          environment,
          spec.name,
          spec.name,
          archive.objectStoreName,
        ),
      ],
    }),
  };
  const objects = [
    manifest,
    scheduledBackupManifest(environment, spec.name),
    environment.monitoring
      ? podMonitorManifest(environment, spec.name, 'instance')
      : undefined,
  ].filter((object): object is Manifest => object !== undefined);
  const title = `Restore of ${origin.meta.name} to ${describeTarget(
    spec.target,
  )}`;
  return toFiles(
    environment,
    spec.name,
    objects,
    catalogEntity(environment, spec.name, { owner, description: title }),
    title,
  );
}
