import { ObjectMeta, parseWith } from './meta';
import { Parsed } from './Reader';

/** A CNPG ScheduledBackup. Times are RFC 3339. @public */
export interface ScheduledBackup {
  meta: ObjectMeta;
  clusterName?: string;
  schedule?: string;
  suspend: boolean;
  method: string;
  pluginName?: string;
  lastCheckTime?: string;
  lastScheduleTime?: string;
  nextScheduleTime?: string;
  error?: string;
}

/** Reads a `postgresql.cnpg.io/v1` ScheduledBackup. Never throws. @public */
export function parseScheduledBackup(value: unknown): Parsed<ScheduledBackup> {
  return parseWith(value, (object, meta) => {
    const spec = object.at('spec');
    const status = object.at('status');
    return {
      meta,
      clusterName: spec.at('cluster').at('name').string(),
      schedule: spec.at('schedule').string(),
      suspend: spec.at('suspend').boolean() ?? false,
      method: spec.at('method').string() ?? 'barmanObjectStore',
      pluginName: spec.at('pluginConfiguration').at('name').string(),
      lastCheckTime: status.at('lastCheckTime').time(),
      lastScheduleTime: status.at('lastScheduleTime').time(),
      nextScheduleTime: status.at('nextScheduleTime').time(),
      error: status.at('error').string(),
    };
  });
}
