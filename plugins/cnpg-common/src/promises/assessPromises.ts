import { humanDuration } from '../assessment';
import { coverageOf } from './coverage';
import { PromiseFacts, PromiseName, PromiseState } from './promise';

type Measured = Pick<PromiseState, 'sentence' | 'source' | 'window'> & {
  measured?: number;
  /** No number is needed to know that it is not kept. */
  broken?: true;
};

type Ended = NonNullable<PromiseFacts['backups']>;

const OBJECTS = 'Kubernetes objects';
const PROMETHEUS = 'Prometheus';
const some = (names: string[]) =>
  names.length > 3
    ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
    : names.join(', ');

/** Why Prometheus tells nothing; undefined where it does. */
function silent({ prometheus }: PromiseFacts): string | undefined {
  if (!prometheus)
    return 'No Prometheus is configured for this environment (prometheus.url).';
  return prometheus.error && `Prometheus does not answer: ${prometheus.error}.`;
}

/** Of what Prometheus has seen of the cluster, and no more. */
const observed = ({ prometheus, windowSeconds }: PromiseFacts) =>
  `last ${humanDuration(prometheus?.observedSeconds ?? windowSeconds)}`;

const fromPrometheus = (
  facts: PromiseFacts,
  tell: () => Omit<Measured, 'source'> | string,
): Measured => {
  const window = `last ${humanDuration(facts.windowSeconds)}`;
  const told = silent(facts) ?? tell();
  return typeof told === 'string'
    ? { window, source: PROMETHEUS, sentence: told }
    : { source: PROMETHEUS, ...told };
};

const ended = ({ completed = 0, failed = 0 }: Partial<Ended>) =>
  completed + failed;

const MEASURES: Record<PromiseName, (facts: PromiseFacts) => Measured> = {
  rto: ({ restore }) => ({
    measured: restore?.seconds,
    window: 'last restore',
    source: OBJECTS,
    sentence: restore
      ? `The restore that was ready at ${restore.finishedAt} took so long from its merge on.`
      : 'No restore of this database is there: what a recovery takes was never tried.',
  }),
  rpo: facts => {
    const { prometheus, lossNowSeconds, has } = facts;
    if (!has.archive)
      return {
        broken: true,
        window: 'now',
        source: OBJECTS,
        sentence: 'This database is not backed up: all of it would be lost.',
      };
    if (prometheus?.unarchivedSeconds !== undefined)
      return {
        measured: prometheus.unarchivedSeconds,
        window: observed(facts),
        source: PROMETHEUS,
        sentence:
          'The longest time without an archived WAL file: so much would have been lost at the worst moment.',
      };
    const why = silent(facts) ?? 'Prometheus has no data on the archive.';
    return {
      measured: lossNowSeconds,
      window: 'now',
      source: OBJECTS,
      sentence:
        lossNowSeconds === undefined
          ? `What would be lost now is not known. ${why}`
          : `So much would be lost now; the worst moment is not known. ${why}`,
    };
  },
  availability: facts =>
    fromPrometheus(facts, () => {
      const { availability } = facts.prometheus ?? {};
      if (!availability)
        return 'Prometheus has no data on this cluster: is its PodMonitor selected, and are the recording rules loaded?';
      return {
        measured: availability.share,
        window: `last ${humanDuration(availability.seconds)}`,
        sentence:
          'The share of time in which a primary answered; while no pod had metrics, none did.',
      };
    }),
  queryTime: facts =>
    fromPrometheus(facts, () => {
      if (!facts.queryTimeNamed)
        return 'CNPG and PgBouncer export averages, from which no percentile follows. Name the histogram of the application: prometheus.queryTime.';
      const { queryTimeSeconds } = facts.prometheus ?? {};
      if (queryTimeSeconds === undefined)
        return 'The query of prometheus.queryTime has no data.';
      return {
        measured: queryTimeSeconds,
        window: observed(facts),
        sentence: 'The 95th percentile, as the application measured it.',
      };
    }),
  backupSuccess: facts => {
    const objects = { ...facts.backups, source: OBJECTS };
    const metrics = { ...facts.prometheus?.backups, source: PROMETHEUS };
    // Backup objects are pruned with what they stand for; the plugin's metrics are not.
    const [{ completed = 0, failed = 0, source }] = [objects, metrics].sort(
      (a, b) => ended(b) - ended(a),
    );
    const all = completed + failed;
    const window =
      source === PROMETHEUS
        ? observed(facts)
        : `last ${humanDuration(facts.windowSeconds)}`;
    if (!all)
      return {
        window,
        source: OBJECTS,
        sentence: facts.backups
          ? 'No backup ended in this time.'
          : 'Backups cannot be read.',
      };
    return {
      measured: completed / all,
      window,
      source,
      sentence: `${completed} of ${all} backups completed.`,
    };
  },
  coverage: facts =>
    fromPrometheus(facts, () => {
      const coverage = coverageOf(facts.prometheus ?? {}, facts.has);
      if (!coverage) return 'Prometheus did not tell its rules.';
      const { share, wanted, notLoaded, withoutData } = coverage;
      return {
        measured: share,
        window: 'now',
        sentence: [
          `${Math.round(
            share * wanted,
          )} of ${wanted} rules are loaded and have data.`,
          notLoaded.length ? `Not loaded: ${some(notLoaded)}.` : '',
          withoutData.length ? `Without data: ${some(withoutData)}.` : '',
        ]
          .filter(Boolean)
          .join(' '),
      };
    }),
  detection: facts =>
    fromPrometheus(facts, () => {
      const { incidents } = facts;
      const detected = incidents.flatMap(({ began, fired }) =>
        fired === undefined ? [] : [Math.max(0, fired - began) / 1000],
      );
      if (!incidents.length)
        return 'Nothing went wrong in this time that could have been detected.';
      if (!detected.length)
        return `Nothing was detected: no alert fired in ${
          incidents.length === 1
            ? 'the one incident'
            : `any of ${incidents.length} incidents`
        }.`;
      const missed = incidents.length - detected.length;
      return {
        measured:
          detected.reduce((sum, seconds) => sum + seconds, 0) / detected.length,
        window: `last ${humanDuration(facts.windowSeconds)}`,
        sentence: `From a condition of the cluster to the first alert, the mean of ${
          detected.length
        }.${
          missed ? ` ${missed} more ended, or go on, without an alert.` : ''
        }`,
      };
    }),
};

const PROMISED: Record<
  PromiseName,
  (promised: PromiseFacts['promised']) => number
> = {
  rto: ({ rtoSeconds }) => rtoSeconds,
  rpo: ({ rpoSeconds }) => rpoSeconds,
  availability: ({ availability }) => availability,
  queryTime: ({ queryTimeSeconds }) => queryTimeSeconds,
  backupSuccess: () => 1,
  coverage: () => 1,
  detection: ({ detectionSeconds }) => detectionSeconds,
};

const SHARES = new Set<PromiseName>([
  'availability',
  'backupSuccess',
  'coverage',
]);

/**
 * Holds what was promised against what was measured. What nothing measures is unknown, with the reason.
 * @public
 */
export function assessPromises(facts: PromiseFacts): PromiseState[] {
  return (Object.keys(MEASURES) as PromiseName[]).map(name => {
    const { measured, broken, ...told } = MEASURES[name](facts);
    const promised = PROMISED[name](facts.promised);
    const share = SHARES.has(name);
    const kept =
      measured !== undefined &&
      (share ? measured >= promised : measured <= promised);
    const known = kept ? 'kept' : 'broken';
    return {
      name,
      unit: share ? 'share' : 'seconds',
      promised,
      measured,
      verdict: measured === undefined && !broken ? 'unknown' : known,
      ...told,
    };
  });
}
