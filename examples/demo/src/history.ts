import { BARMAN_PLUGIN } from '@naytife/backstage-plugin-cnpg-common';
import { Installation, World } from '@naytife/cnpg-simulator';

const DAY_MS = 86_400_000;

/** Thirty days of past: daily backups at 02:00 UTC and the window that they make, as if the cluster had run so long. */
export async function seedBackupHistory(
  installation: Installation,
  namespace: string,
  cluster: string,
  store: string,
  days: number,
): Promise<void> {
  const last = new Date();
  last.setUTCHours(2, 0, 0, 0);
  if (last.getTime() > Date.now()) last.setTime(last.getTime() - DAY_MS);
  let segment = 3;
  for (let ago = days; ago >= 0; ago -= 1) {
    const started = new Date(last.getTime() - ago * DAY_MS);
    const stopped = new Date(started.getTime() + 180_000)
      .toISOString()
      .replace('.000Z', 'Z');
    const at = started.toISOString().replace('.000Z', 'Z');
    const stamp = at.replace(/[-:TZ]/g, '');
    const wal = World.wal(1, segment);
    await installation.rememberBackup({
      metadata: {
        name: `${cluster}-backup-${stamp}`,
        namespace,
        labels: {
          'cnpg.io/cluster': cluster,
          'cnpg.io/scheduled-backup': `${cluster}-backup`,
          'cnpg.io/immediateBackup': 'false',
        },
      },
      spec: {
        cluster: { name: cluster },
        method: 'plugin',
        pluginConfiguration: { name: BARMAN_PLUGIN },
      },
      status: {
        phase: 'completed',
        method: 'plugin',
        majorVersion: 15,
        online: true,
        backupId: `${stamp.slice(0, 8)}T${stamp.slice(8)}`,
        backupName: `backup-${stamp}`,
        beginWal: wal,
        endWal: wal,
        startedAt: at,
        stoppedAt: stopped,
        pluginMetadata: {
          name: BARMAN_PLUGIN,
          pluginName: BARMAN_PLUGIN,
          displayName: 'BarmanCloudInstance',
          timeline: '1',
          version: '0.14.0',
          clusterUID: 'simulated',
        },
      },
    });
    segment += 40;
  }
  await installation.rememberArchive(namespace, store, cluster, {
    segments: segment,
    firstBackupEndedAt: last.getTime() - days * DAY_MS + 180_000,
    lastBackupEndedAt: last.getTime() + 180_000,
  });
}
