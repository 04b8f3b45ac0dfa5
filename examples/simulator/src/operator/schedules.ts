import {
  BARMAN_PLUGIN,
  parseScheduledBackup,
  readSchedule,
} from '@naytife/backstage-plugin-cnpg-common';
import { Context, now } from './Context';
import { KubeClient } from './KubeClient';
import { World } from './World';

const WARNING =
  'Schedule parameter may not have the right number of arguments (usually six arguments are needed)';

/** Looks at one schedule: its immediate backup first, then a Backup whenever it is due. Schedules keep real time. */
export async function runSchedule(
  client: KubeClient,
  world: World,
  name: string,
  namespace: string,
): Promise<void> {
  const raw = await client.find('ScheduledBackup', namespace, name);
  const schedule = raw && parseScheduledBackup(raw).object;
  if (!raw || !schedule?.clusterName || !schedule.schedule || schedule.suspend)
    return;
  const cluster = await client.find('Cluster', namespace, schedule.clusterName);
  if (!cluster) return;
  const context = new Context(client, world, namespace, schedule.clusterName);
  const about = { kind: 'ScheduledBackup', name };
  const meaning = readSchedule(schedule.schedule, Date.now(), 1);
  if (!meaning.valid) return;
  const create = async (immediate: boolean) => {
    const owner = raw.spec?.backupOwnerReference === 'cluster' ? cluster : raw;
    await client.ensure({
      kind: 'Backup',
      metadata: {
        name: `${name}-${now().replace(/[-:TZ]/g, '')}`,
        namespace,
        labels: {
          'cnpg.io/cluster': schedule.clusterName ?? '',
          'cnpg.io/scheduled-backup': name,
          'cnpg.io/immediateBackup': String(immediate),
        },
        ownerReferences:
          raw.spec?.backupOwnerReference === 'none'
            ? []
            : [
                {
                  apiVersion: owner.apiVersion,
                  kind: owner.kind,
                  name: owner.metadata.name,
                  uid: owner.metadata.uid ?? '',
                  controller: true,
                },
              ],
      },
      spec: {
        cluster: { name: schedule.clusterName },
        method: schedule.method,
        ...(schedule.method === 'plugin'
          ? {
              pluginConfiguration: {
                name: schedule.pluginName ?? BARMAN_PLUGIN,
              },
            }
          : {}),
      },
    });
  };
  const status = (rest: object) =>
    client.patchStatus('ScheduledBackup', namespace, name, {
      lastCheckTime: now(),
      ...rest,
    });
  if (!schedule.lastCheckTime) {
    if (meaning.fiveFields)
      await context.event('InvalidSchedule', WARNING, 'Warning', about);
    if (raw.spec?.immediate) {
      // The real one waits for a cluster that can be backed up.
      const ready = (
        cluster.status?.conditions as
          | { type: string; status: string }[]
          | undefined
      )?.some(item => item.type === 'Ready' && item.status === 'True');
      if (!ready) return;
      await context.event(
        'BackupSchedule',
        'Scheduled immediate backup now',
        'Normal',
        about,
      );
      await create(true);
      await status({
        lastScheduleTime: now(),
        nextScheduleTime: meaning.next[0].replace('.000Z', 'Z'),
      });
    } else {
      await status(
        meaning.fiveFields
          ? {}
          : { nextScheduleTime: meaning.next[0].replace('.000Z', 'Z') },
      );
    }
  } else if (
    schedule.nextScheduleTime &&
    Date.parse(schedule.nextScheduleTime) <= Date.now()
  ) {
    await create(false);
    await status({
      lastScheduleTime: now(),
      nextScheduleTime: meaning.next[0].replace('.000Z', 'Z'),
    });
  } else if (!schedule.nextScheduleTime && meaning.intervalSeconds) {
    await status({ nextScheduleTime: meaning.next[0].replace('.000Z', 'Z') });
  }
}
