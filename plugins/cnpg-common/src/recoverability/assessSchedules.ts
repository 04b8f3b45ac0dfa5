import { CNPG_DOCS } from '../annotations';
import { Reasons, humanDuration, secondsBetween } from '../assessment';
import { ScheduledBackup } from '../model/scheduledBackup';
import { Archive } from './input';
import { readSchedule } from './schedule';

const GRACE_SECONDS = 3600;
/** Judges the schedules. Answers the next run, RFC 3339. */
export function assessSchedules(
  schedules: ScheduledBackup[] | undefined,
  archive: Archive,
  lastSuccess: string | undefined,
  now: number,
  reasons: Reasons,
): string | undefined {
  const link = `${CNPG_DOCS}/backup#scheduled-backups`;
  if (schedules === undefined) {
    reasons.add(
      'unknown',
      'schedulesUnknown',
      'Whether backups are scheduled is not known.',
      { evidence: { scheduledbackups: 'cannot be read' } },
    );
    return undefined;
  }
  const active = schedules.filter(schedule => !schedule.suspend);
  if (!schedules.length) {
    reasons.add(
      'warning',
      'scheduleMissing',
      'No backup is scheduled: the window grows only when someone asks for a backup.',
      { todo: 'Add a ScheduledBackup by a pull request.', link },
    );
  } else if (!active.length) {
    reasons.add(
      'warning',
      'scheduleSuspended',
      'Every backup schedule is suspended.',
      {
        evidence: {
          suspended: schedules.map(item => item.meta.name).join(', '),
        },
        todo: 'Set spec.suspend to false by a pull request.',
        link,
      },
    );
  }
  let next: string | undefined;
  for (const schedule of active) {
    const meaning = readSchedule(schedule.schedule ?? '', now);
    const evidence = { schedule: schedule.schedule, name: schedule.meta.name };
    if (!meaning.valid) {
      reasons.add(
        'warning',
        'scheduleInvalid',
        `The schedule ${schedule.meta.name} cannot be read: ${meaning.words}`,
        {
          evidence,
          todo: 'Write six fields, for example "0 0 2 * * *".',
          link,
        },
      );
      continue;
    }
    if (meaning.fiveFields) {
      reasons.add(
        'warning',
        'scheduleFiveFields',
        `The schedule ${schedule.meta.name} has five fields; CNPG reads it as: ${meaning.words}.`,
        {
          evidence,
          todo: 'Write six fields, seconds first: "0 0 2 * * *" is every day at 02:00 UTC.',
          link,
        },
      );
    }
    if (archive.way === 'plugin' && schedule.method !== 'plugin') {
      reasons.add(
        'warning',
        'scheduleWrongMethod',
        `The schedule ${schedule.meta.name} uses the method ${schedule.method}, which fails on this cluster.`,
        {
          evidence: { ...evidence, method: schedule.method },
          todo: 'Write method: plugin and pluginConfiguration.name.',
          link,
        },
      );
    }
    const own = schedule.nextScheduleTime ?? meaning.next[0];
    if (own && (!next || Date.parse(own) < Date.parse(next))) next = own;
    const age = secondsBetween(lastSuccess, now);
    if (
      meaning.intervalSeconds &&
      age !== undefined &&
      age > meaning.intervalSeconds + GRACE_SECONDS
    ) {
      reasons.add(
        'warning',
        'backupOverdue',
        `The last backup is ${humanDuration(
          age,
        )} old; the schedule promises one every ${humanDuration(
          meaning.intervalSeconds,
        )}.`,
        {
          evidence: { lastSuccess, ...evidence },
          todo: 'Look at the last Backup’s error.',
          link,
        },
      );
    }
  }
  return next;
}
