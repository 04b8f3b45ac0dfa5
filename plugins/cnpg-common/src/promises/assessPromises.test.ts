import { ALERTS } from '../monitoring/alerts';
import { RECORDINGS } from '../monitoring/rules';
import { assessPromises } from './assessPromises';
import { WATCHED_METRICS } from './coverage';
import { PromiseFacts, PromiseName } from './promise';

const RULES = [
  ...ALERTS.map(({ name }) => name),
  ...RECORDINGS.map(({ record }) => record),
];
const facts = (change: Partial<PromiseFacts> = {}): PromiseFacts => ({
  promised: {
    rtoSeconds: 900,
    rpoSeconds: 60,
    availability: 0.999,
    queryTimeSeconds: 0.1,
    detectionSeconds: 300,
  },
  windowSeconds: 30 * 86_400,
  restore: { seconds: 240, finishedAt: '2026-11-20T10:00:00Z' },
  lossNowSeconds: 20,
  backups: { completed: 30, failed: 0 },
  prometheus: {
    availability: { seconds: 86_400, share: 0.9995 },
    unarchivedSeconds: 45,
    queryTimeSeconds: 0.02,
    loaded: RULES,
    metrics: WATCHED_METRICS,
  },
  queryTimeNamed: true,
  has: { pooler: true, archive: true },
  incidents: [{ condition: 'ContinuousArchiving', began: 0, fired: 120_000 }],
  ...change,
});
const of = (name: PromiseName, change?: Partial<PromiseFacts>) =>
  assessPromises(facts(change)).find(item => item.name === name);

describe('what was promised, beside what was measured', () => {
  it('is kept where everything was measured and holds', () => {
    expect(
      assessPromises(facts()).map(({ name, verdict }) => [name, verdict]),
    ).toEqual(
      [
        'rto',
        'rpo',
        'availability',
        'queryTime',
        'backupSuccess',
        'coverage',
        'detection',
      ].map(name => [name, 'kept']),
    );
  });

  it.each<[PromiseName, Partial<PromiseFacts>]>([
    ['rto', { restore: { seconds: 901, finishedAt: 'x' } }],
    ['rpo', { prometheus: { unarchivedSeconds: 61 } }],
    [
      'availability',
      { prometheus: { availability: { seconds: 9, share: 0.9989 } } },
    ],
    ['queryTime', { prometheus: { queryTimeSeconds: 0.11 } }],
    ['backupSuccess', { backups: { completed: 29, failed: 1 } }],
    [
      'coverage',
      { prometheus: { loaded: RULES.slice(1), metrics: WATCHED_METRICS } },
    ],
    [
      'detection',
      { incidents: [{ condition: 'Ready', began: 0, fired: 301_000 }] },
    ],
  ])('%s is broken by the least that is too much', (name, change) => {
    expect(of(name, change)).toMatchObject({ verdict: 'broken' });
  });

  it.each<[PromiseName, Partial<PromiseFacts>, RegExp]>([
    ['rto', { restore: undefined }, /never tried/],
    [
      'rpo',
      { prometheus: undefined, lossNowSeconds: undefined },
      /not known.*prometheus\.url/,
    ],
    ['availability', { prometheus: undefined }, /No Prometheus is configured/],
    [
      'availability',
      { prometheus: { error: 'connect ECONNREFUSED' } },
      /does not answer: connect ECONNREFUSED/,
    ],
    ['availability', { prometheus: {} }, /has no data on this cluster/],
    [
      'queryTime',
      { queryTimeNamed: false },
      /averages, from which no percentile follows/,
    ],
    ['queryTime', { prometheus: {} }, /has no data/],
    [
      'backupSuccess',
      { backups: { completed: 0, failed: 0 } },
      /No backup ended/,
    ],
    ['backupSuccess', { backups: undefined }, /cannot be read/],
    ['coverage', { prometheus: { loaded: RULES } }, /did not tell/],
    ['detection', { incidents: [] }, /Nothing went wrong/],
    [
      'detection',
      { incidents: [{ condition: 'Ready', began: 0 }] },
      /no alert fired in the one incident/,
    ],
  ])(
    '%s is unknown, never 0, where nothing measures it: the reason is told',
    (name, change, reason) => {
      expect(of(name, change)).toMatchObject({
        verdict: 'unknown',
        measured: undefined,
        sentence: expect.stringMatching(reason),
      });
    },
  );

  it('falls back to what would be lost now where Prometheus is silent, and says that it is only now', () => {
    expect(of('rpo', { prometheus: undefined })).toMatchObject({
      measured: 20,
      window: 'now',
      sentence: expect.stringContaining('the worst moment is not known'),
    });
  });

  it('counts backups by the metrics of the plugin where their objects are gone', () => {
    expect(
      of('backupSuccess', {
        backups: { completed: 2, failed: 0 },
        prometheus: { backups: { completed: 28, failed: 2 } },
      }),
    ).toMatchObject({
      verdict: 'broken',
      source: 'Prometheus',
      sentence: '28 of 30 backups completed.',
    });
  });

  it('breaks the promise of data without a number where nothing is archived', () => {
    expect(of('rpo', { has: { pooler: true, archive: false } })).toMatchObject({
      verdict: 'broken',
      measured: undefined,
    });
  });

  it('counts no rule that watches what the cluster does not have', () => {
    const metrics = WATCHED_METRICS.filter(
      name => !/^(cnpg_pgbouncer|barman_cloud)/.test(name),
    );
    expect(
      of('coverage', {
        has: { pooler: false, archive: false },
        prometheus: { loaded: RULES, metrics },
      }),
    ).toMatchObject({ measured: 1 });
    expect(
      of('coverage', { prometheus: { loaded: RULES, metrics } }),
    ).toMatchObject({
      verdict: 'broken',
      sentence: expect.stringContaining('Without data: '),
    });
  });

  it('tells how many incidents no alert has told of', () => {
    expect(
      of('detection', {
        incidents: [
          { condition: 'Ready', began: 0, fired: 60_000 },
          { condition: 'Ready', began: 0 },
        ],
      }),
    ).toMatchObject({
      measured: 60,
      sentence: expect.stringContaining(
        '1 more ended, or go on, without an alert',
      ),
    });
  });
});
