import { CronExpressionParser } from 'cron-parser';
import cronstrue from 'cronstrue';

/** What a ScheduledBackup's `schedule` means to CNPG. @public */
export interface ScheduleMeaning {
  /** The words of it, or why it cannot be read. */
  words: string;
  valid: boolean;
  /** Five fields: CNPG reads the first as the *second*… of a six-field cron without its last field. */
  fiveFields: boolean;
  /** RFC 3339, the next runs in UTC, the operator's own time zone. */
  next: string[];
  /** Seconds between the next two runs. */
  intervalSeconds?: number;
}

const DESCRIPTORS: Record<string, string> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};

/** Reading a cron expression takes longer than all the rest of an assessment, and the answer holds until the next run. */
const read = new Map<
  string,
  { from: number; until: number; meaning: ScheduleMeaning }
>();
const MOST_READ = 1_000;

/**
 * CNPG parses six fields with seconds first (robfig/cron, `cron.Parse`). With five the last one, the weekday, is taken
 * as missing: `0 2 * * *` runs in minute 2 of every hour.
 * @param now - milliseconds since the epoch
 * @public
 */
export function readSchedule(
  schedule: string,
  now: number,
  count = 3,
): ScheduleMeaning {
  const key = `${count} ${schedule}`;
  const known = read.get(key);
  if (known && known.from <= now && now < known.until) return known.meaning;
  const meaning = parseSchedule(schedule, now, count);
  if (read.size >= MOST_READ) read.clear();
  const until = meaning.valid ? Date.parse(meaning.next[0]) : Infinity;
  read.set(key, { from: now, until, meaning });
  return meaning;
}

function parseSchedule(
  schedule: string,
  now: number,
  count: number,
): ScheduleMeaning {
  const text = schedule.trim();
  const fields = text.split(/\s+/);
  const fiveFields = !text.startsWith('@') && fields.length === 5;
  const known = Object.hasOwn(DESCRIPTORS, text)
    ? DESCRIPTORS[text]
    : undefined;
  const expression = known ?? (fiveFields ? `${text} *` : text);
  if (expression.split(/\s+/).length !== 6) {
    return {
      words: `"${schedule}" has ${fields.length} fields; CNPG wants six: second minute hour day month weekday.`,
      valid: false,
      fiveFields,
      next: [],
    };
  }
  try {
    const cron = CronExpressionParser.parse(expression, {
      currentDate: new Date(now),
      tz: 'UTC',
    });
    const next = cron.take(Math.max(2, count)).map(date => date.toDate());
    return {
      words: cronstrue.toString(expression, { use24HourTimeFormat: true }),
      valid: true,
      fiveFields,
      next: next.slice(0, count).map(date => date.toISOString()),
      intervalSeconds: (next[1].getTime() - next[0].getTime()) / 1000,
    };
  } catch (error) {
    return {
      words: `"${schedule}" is no cron expression: ${
        error instanceof Error ? error.message : String(error)
      }`,
      valid: false,
      fiveFields,
      next: [],
    };
  }
}
