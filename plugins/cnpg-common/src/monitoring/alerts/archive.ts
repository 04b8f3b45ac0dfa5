import { Alert, IT } from './alert';

const BARMAN = 'barman_cloud_cloudnative_pg_io';
const AVAILABLE = `${BARMAN}_last_available_backup_timestamp`;

export const archiveAlerts: Alert[] = [
  {
    name: 'CNPGWALArchiveFailing',
    severity: 'critical',
    expr: '(cnpg_pg_stat_archiver_last_failed_time - cnpg_pg_stat_archiver_last_archived_time) > 1',
    for: '2m',
    summary: `WAL of ${IT} cannot be archived`,
    description:
      'The last try failed, and none has succeeded since. What is written now cannot be recovered, while the database is up.',
    runbook: {
      meaning: 'From the last archived WAL on, nothing can be brought back.',
      look: [
        'The light *Can it be brought back?*: since when, and the archiver’s own words.',
        'Credentials and address of the object store; its quota.',
      ],
      act: [
        'Mend the store or its Secret; archiving goes on by itself.',
        'Watch pg_wal: it grows until then.',
      ],
      docs: 'wal_archiving',
    },
  },
  {
    name: 'CNPGWALArchiveLagging',
    severity: 'warning',
    expr: 'cnpg_collector_pg_wal_archive_status{value="ready"} > 10',
    for: '10m',
    summary: `{{ $value }} WAL files of ${IT} wait to be archived`,
    description: 'The archive is slower than what is written.',
    runbook: {
      meaning: 'More would be lost than promised, and pg_wal fills its volume.',
      look: ['Throughput of the object store; a burst of writes.'],
      act: ['Wait for the burst to end, or compress, or archive in parallel.'],
      docs: 'wal_archiving',
    },
  },
  {
    name: 'CNPGBackupFailed',
    severity: 'warning',
    expr: `${BARMAN}_last_failed_backup_timestamp > ${AVAILABLE}`,
    for: '5m',
    summary: `The last base backup of ${IT} failed`,
    description: 'There is none younger that succeeded.',
    runbook: {
      meaning:
        'A restore has to begin at an older base backup and takes longer.',
      look: ['The list of backups: the error of the last one.'],
      act: ['Mend the cause, then take one now.'],
      button: 'Back up now',
      docs: 'backup',
    },
  },
  {
    name: 'CNPGBackupOld',
    severity: 'warning',
    expr: `time() - ${AVAILABLE} > 93600 and ${AVAILABLE} > 0`,
    for: '10m',
    summary: `The last base backup of ${IT} is {{ $value | humanizeDuration }} old`,
    description: 'Daily ones are asked for; this is more than 26 hours.',
    runbook: {
      meaning:
        'Backups have ceased without failing: a schedule is suspended or gone.',
      look: [
        'The schedule on its page: suspended, five fields, another time?',
        'A hibernated cluster takes none.',
      ],
      act: ['Take one now, then mend the schedule by a pull request.'],
      button: 'Back up now',
      docs: 'backup',
    },
  },
  {
    name: 'CNPGBackupNever',
    severity: 'critical',
    expr: `${AVAILABLE} == 0`,
    for: '2h',
    summary: `${IT} has an archive and was never backed up`,
    description: 'WAL alone restores nothing.',
    runbook: {
      meaning: 'Nothing can be recovered, although WAL is archived.',
      look: ['The list of backups: did the first one fail?'],
      act: ['Take one now.'],
      button: 'Back up now',
      docs: 'backup',
    },
  },
  {
    name: 'CNPGRecoveryWindowShrinking',
    severity: 'warning',
    expr: `(time() - ${BARMAN}_first_recoverability_point) < 0.5 * max_over_time((time() - ${BARMAN}_first_recoverability_point)[7d:1h]) and ${BARMAN}_first_recoverability_point > 0`,
    for: '1h',
    summary: `The recovery window of ${IT} is {{ $value | humanizeDuration }}, less than half of what it was within seven days`,
    description:
      'Backups vanish faster than the retention policy says, or the policy was shortened.',
    runbook: {
      meaning: 'Instants that could be recovered last week cannot any more.',
      look: [
        'The recovery window on its page; the retention of the ObjectStore.',
      ],
      act: [
        'Lifecycle rules of the bucket must not delete what the plugin keeps.',
        'A shorter retention was meant: it ends by itself after seven days.',
      ],
      docs: 'backup',
    },
  },
];
