import { ALERTS } from '../monitoring/alerts';
import { metricsIn } from '../monitoring/metrics';
import { RECORDINGS } from '../monitoring/rules';
import { PromiseFacts, PrometheusFacts } from './promise';

/** Which rules watch a cluster: loaded in Prometheus, and with data to look at. */
export interface Coverage {
  share: number;
  wanted: number;
  notLoaded: string[];
  withoutData: string[];
}

const RULES = [
  ...ALERTS.map(({ name, expr }) => ({ name, expr })),
  ...RECORDINGS.map(({ record, expr }) => ({ name: record, expr })),
];

/** Metrics that every rule needs, so that a backend can ask for them at once. @public */
export const WATCHED_METRICS: string[] = [
  ...new Set(RULES.flatMap(({ expr }) => metricsIn(expr))),
].filter(metric => metric !== 'up');

function concerns(metrics: string[], has: PromiseFacts['has']): boolean {
  if (!has.pooler && metrics.some(name => name.startsWith('cnpg_pgbouncer')))
    return false;
  return has.archive || !metrics.some(name => name.startsWith('barman_cloud_'));
}

export function coverageOf(
  prometheus: Pick<PrometheusFacts, 'loaded' | 'metrics'>,
  has: PromiseFacts['has'],
): Coverage | undefined {
  const { loaded, metrics } = prometheus;
  if (!loaded || !metrics) return undefined;
  const wanted = RULES.map(({ name, expr }) => ({
    name,
    needs: metricsIn(expr).filter(metric => metric !== 'up'),
  })).filter(({ needs }) => concerns(needs, has));
  const notLoaded = wanted.filter(({ name }) => !loaded.includes(name));
  const withoutData = wanted.filter(
    ({ name, needs }) =>
      loaded.includes(name) && needs.some(metric => !metrics.includes(metric)),
  );
  const fine = wanted.length - notLoaded.length - withoutData.length;
  return {
    share: fine / wanted.length,
    wanted: wanted.length,
    notLoaded: notLoaded.map(({ name }) => name),
    withoutData: withoutData.map(({ name }) => name),
  };
}
