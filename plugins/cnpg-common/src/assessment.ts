/** grey: not known (or asleep by design). blue: something is being done. @public */
export type Light = 'green' | 'amber' | 'red' | 'grey' | 'blue';

/** critical turns the light red, unknown grey, warning amber, progress blue; info and asleep tell only. @public */
export type Severity =
  | 'critical'
  | 'unknown'
  | 'warning'
  | 'progress'
  | 'asleep'
  | 'info';

/** Why a light has its colour. @public */
export interface Reason {
  /** Stable: alerts, tests and translations hang on it. */
  code: string;
  severity: Severity;
  /** One sentence for a person, without Kubernetes jargon where that can be. */
  sentence: string;
  /** What it rests on: field and value. */
  evidence: { label: string; value: string }[];
  /** What to do about it. */
  todo?: string;
  /** Where CNPG explains it. */
  link?: string;
}

const ORDER: [Severity, Light][] = [
  ['critical', 'red'],
  ['unknown', 'grey'],
  ['warning', 'amber'],
  ['progress', 'blue'],
  ['asleep', 'grey'],
];

const RANK: Severity[] = [...ORDER.map(([severity]) => severity), 'info'];

/** The light that the worst reason asks for; green when none asks. */
export function lightOf(reasons: Reason[]): Light {
  const worst = ORDER.find(([severity]) =>
    reasons.some(reason => reason.severity === severity),
  );
  return worst ? worst[1] : 'green';
}

/** The most urgent first; equal ones keep their order. */
export function byUrgency(reasons: Reason[]): Reason[] {
  return [...reasons].sort(
    (a, b) => RANK.indexOf(a.severity) - RANK.indexOf(b.severity),
  );
}

/** Collects reasons with little ceremony. */
export class Reasons {
  readonly all: Reason[] = [];

  add(
    severity: Severity,
    code: string,
    sentence: string,
    rest: {
      evidence?: Record<string, string | number | undefined>;
      todo?: string;
      link?: string;
    } = {},
  ): void {
    this.all.push({
      code,
      severity,
      sentence,
      evidence: Object.entries(rest.evidence ?? {}).flatMap(([label, value]) =>
        value === undefined ? [] : [{ label, value: String(value) }],
      ),
      todo: rest.todo,
      link: rest.link,
    });
  }
}

/** `3 min`, `2 h`, `5 days`: the largest unit that fits. @public */
export function humanDuration(seconds: number): string {
  const value = Math.max(0, Math.round(seconds));
  if (value < 60) return `${value} s`;
  if (value < 3600) {
    const rest = value % 60;
    return value < 600 && rest
      ? `${Math.floor(value / 60)} min ${rest} s`
      : `${Math.floor(value / 60)} min`;
  }
  if (value < 172_800) {
    const minutes = Math.floor((value % 3600) / 60);
    return `${Math.floor(value / 3600)} h${minutes ? ` ${minutes} min` : ''}`;
  }
  return `${Math.floor(value / 86_400)} days`;
}

/** Seconds from one RFC 3339 time to another; undefined when either is missing. */
export function secondsBetween(
  from: string | undefined,
  to: string | number,
): number | undefined {
  if (!from) return undefined;
  const end = typeof to === 'number' ? to : Date.parse(to);
  const seconds = (end - Date.parse(from)) / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}
