import { ObjectMeta, parseWith } from './meta';
import { Parsed } from './Reader';

/** A CNPG Backup. It may outlive its data: the object store is authoritative. Times are RFC 3339. @public */
export interface Backup {
  meta: ObjectMeta;
  clusterName?: string;
  method: string;
  pluginName?: string;
  /** `pending|started|running|finalizing|completed|failed|walArchivingFailing|invalid backup definition`, or what the operator wrote. */
  phase?: string;
  backupId?: string;
  backupName?: string;
  startedAt?: string;
  stoppedAt?: string;
  beginWal?: string;
  endWal?: string;
  beginLSN?: string;
  endLSN?: string;
  error?: string;
  timeline?: number;
  scheduledBy?: string;
  immediate: boolean;
}

/** Reads a `postgresql.cnpg.io/v1` Backup. Never throws. @public */
export function parseBackup(value: unknown): Parsed<Backup> {
  return parseWith(value, (object, meta) => {
    const spec = object.at('spec');
    const status = object.at('status');
    const timeline = Number(
      status.at('pluginMetadata').at('timeline').string(),
    );
    return {
      meta,
      clusterName: spec.at('cluster').at('name').string(),
      // The CRD's default, which fails on a plugin cluster (backup_types.go).
      method: spec.at('method').string() ?? 'barmanObjectStore',
      pluginName: spec.at('pluginConfiguration').at('name').string(),
      phase: status.at('phase').string(),
      backupId: status.at('backupId').string(),
      backupName: status.at('backupName').string(),
      startedAt: status.at('startedAt').time(),
      stoppedAt: status.at('stoppedAt').time(),
      beginWal: status.at('beginWal').string(),
      endWal: status.at('endWal').string(),
      beginLSN: status.at('beginLSN').string(),
      endLSN: status.at('endLSN').string(),
      error: status.at('error').string() ?? status.at('commandError').string(),
      timeline: Number.isInteger(timeline) ? timeline : undefined,
      scheduledBy: meta.labels['cnpg.io/scheduled-backup'],
      immediate: meta.labels['cnpg.io/immediateBackup'] === 'true',
    };
  });
}
