import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALERTS } from './alerts';
import { dashboardConfigMap, dashboardQueries } from './dashboard';
import { METRICS, metricsIn } from './metrics';
import { RECORDINGS, prometheusRule } from './rules';

const FIXTURES = join(
  require.resolve('@naytife/backstage-plugin-cnpg-common'),
  '../../fixtures',
);
const recorded = ['metrics-primary.txt', 'metrics-archive-failing.txt']
  .map(file => readFileSync(join(FIXTURES, file), 'utf8'))
  .join('\n');
const expressions = [
  ...ALERTS.map(({ name, expr }) => [name, expr]),
  ...RECORDINGS.map(({ record, expr }) => [record, expr]),
  ...dashboardQueries().map((expr, index) => [`panel ${index + 1}`, expr]),
];

describe('rules and dashboards', () => {
  it.each(expressions)('%s asks only for metrics that exist', (_name, expr) => {
    const used = metricsIn(expr);
    expect(used.filter(metric => !Object.hasOwn(METRICS, metric))).toEqual([]);
    expect(
      used.length + (expr.match(/cluster:\w+/g) ?? []).length,
    ).toBeGreaterThan(0);
  });

  it('ask for no metric of the plan that CNPG does not have', () => {
    expect(
      metricsIn(
        'pg_up == 0 or cnpg_pooler_status{a="b"} > sum by (x) (rate(pg_stat_replication_lag[5m]))',
      ),
    ).toEqual(['pg_up', 'cnpg_pooler_status', 'pg_stat_replication_lag']);
    const text = JSON.stringify([expressions]);
    for (const wrong of [
      'pg_up ',
      'pg_stat_replication_lag',
      'pg_stat_database_numbackends',
      'pg_settings_max_connections',
      'cnpg_cluster_status',
    ])
      expect(text).not.toContain(wrong);
  });

  it('name as CNPG’s only what the real exporter was seen to export', () => {
    const said = Object.entries(METRICS)
      .filter(([, source]) => source.includes('fixtures/'))
      .map(([metric]) => metric);
    expect(said.length).toBeGreaterThan(20);
    expect(
      said.filter(
        metric => !new RegExp(`^# HELP ${metric} `, 'm').test(recorded),
      ),
    ).toEqual([]);
  });

  it('list no metric that nobody asks for', () => {
    const used = new Set(expressions.flatMap(([, expr]) => metricsIn(expr)));
    expect(Object.keys(METRICS).filter(metric => !used.has(metric))).toEqual(
      [],
    );
  });

  it('never write a ratio as a percentage', () => {
    for (const { summary } of ALERTS)
      expect(summary).not.toMatch(/\$value \}\}%/);
  });

  it('link each alert to its runbook', () => {
    const { groups } = prometheusRule('https://example.org/runbooks').spec as {
      groups: { rules: { alert?: string; annotations?: object }[] }[];
    };
    const links = groups
      .flatMap(group => group.rules)
      .map(({ alert, annotations }) => [
        alert,
        (annotations as { runbook_url?: string } | undefined)?.runbook_url,
      ]);
    expect(links).toEqual(
      links.map(([alert]) => [
        alert,
        alert && `https://example.org/runbooks/${alert}.md`,
      ]),
    );
    expect(links.filter(([alert]) => alert)).toHaveLength(ALERTS.length);
  });

  it('put no two panels of the dashboard into one place', () => {
    const { data } = dashboardConfigMap() as unknown as {
      data: Record<string, string>;
    };
    const { panels } = JSON.parse(data['cnpg.json']) as {
      panels: { id: number; gridPos: { x: number; y: number } }[];
    };
    const places = panels.map(({ gridPos }) => `${gridPos.x}/${gridPos.y}`);
    expect(new Set(places).size).toBe(places.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});
