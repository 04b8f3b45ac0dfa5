import { execFileSync } from 'node:child_process';
import { ControlPlane } from '@naytife/cnpg-control-plane';
import { Backend, entityOf } from './Backend';
import { CUSTOM_RESOURCES, Kubernetes } from './configuration';
import { nameOf, namespaceOf } from './data';
import { frontendFigure } from './frontend';
import { latency, percentiles, until } from './measure';
import { Figure, figure, write } from './report';
import { startSeeded } from './seeded';

/** The kubernetes plugin's frontend asks so often (useKubernetesObjects, 10 s). */
const RIVAL_INTERVAL_MS = 10_000;
const MAIN = 1_000;
const SIZES = process.env.BENCH_SIZES?.split(',').map(Number) ?? [
  100,
  MAIN,
  5_000,
];
const INDEX = 17;
const TAB = `/cnpg/clusters/${namespaceOf(INDEX)}/${nameOf(INDEX)}`;
const RIVAL_TAB = '/kubernetes/resources/custom/query';
const RIVAL_BODY = {
  auth: {},
  customResources: CUSTOM_RESOURCES,
  entityRef: `component:default/${nameOf(INDEX)}`,
};
/** The whole tab of the kubernetes plugin: its workloads and the custom resources. */
const RIVAL_PAGE = `/kubernetes/services/${nameOf(INDEX)}`;

interface Row {
  tabP95: number;
  memory: number;
}

/** Waits until the fleet list knows all, and answers how long that took. */
const synced = (backend: Backend, clusters: number) =>
  until(
    async () =>
      (await backend.get<{ total: number }>('/cnpg/clusters?limit=1')).total >=
      clusters,
  );

/** A raw paged list of the same objects, each page by a curl of its own. */
function rawList({ url, token }: Kubernetes, plurals: string[]): number {
  const began = performance.now();
  for (const plural of plurals) {
    let token1 = '';
    do {
      const page = execFileSync(
        'curl',
        [
          '-sk',
          '-H',
          `Authorization: Bearer ${token}`,
          `${url}/apis/postgresql.cnpg.io/v1/${plural}?limit=500${
            token1 ? `&continue=${token1}` : ''
          }`,
        ],
        { maxBuffer: 2 ** 30 },
      );
      token1 =
        (JSON.parse(page.toString()) as { metadata: { continue?: string } })
          .metadata.continue ?? '';
    } while (token1);
  }
  return performance.now() - began;
}

/** Milliseconds from a change in Kubernetes to the event at a browser's client. */
async function eventDelays(
  backend: Backend,
  plane: ControlPlane,
  samples: number,
): Promise<number[]> {
  const stop = new AbortController();
  const response = await fetch(`${backend.url}/cnpg/changes`, {
    signal: stop.signal,
  });
  const waiting = new Map<string, (at: number) => void>();
  const reading = (async () => {
    for await (const chunk of response.body ?? [])
      for (const match of Buffer.from(chunk)
        .toString()
        .matchAll(/"cluster":"([^"]+)"/g))
        waiting.get(match[1])?.(performance.now());
  })().catch(() => undefined);
  const delays: number[] = [];
  for (let index = 0; index < samples; index += 1) {
    const ref = `${namespaceOf(index)}/${nameOf(index)}`;
    const seen = new Promise<number>(resolve => waiting.set(ref, resolve));
    const began = performance.now();
    await plane.admin.patch('Cluster', namespaceOf(index), nameOf(index), {
      metadata: { annotations: { turn: String(Math.random()) } },
    });
    delays.push((await seen) - began);
  }
  stop.abort();
  await reading;
  return delays;
}

/** Requests to the API server while a tab is open for a minute, beyond those that are made anyhow. */
async function requestsPerTab(
  plane: ControlPlane,
  user: string,
  ask: () => Promise<unknown>,
  asksPerMinute: number,
): Promise<number> {
  const count = () =>
    plane
      .audit()
      .filter(entry => entry.user.username === user && entry.verb !== 'watch')
      .length;
  const before = count();
  await ask();
  await new Promise(resolve => setTimeout(resolve, 1_000));
  return (count() - before) * asksPerMinute;
}

async function measure(clusters: number, figures: Figure[]): Promise<Row> {
  process.stdout.write(`\n${clusters} clusters, ${clusters * 10} backups\n`);
  // The rival reads more kinds than we do; it gets what it asks for.
  const { plane, kubernetes, user, rawBytes } = await startSeeded(clusters, [
    { apiGroups: ['*'], resources: ['*'], verbs: ['list'] },
  ]);
  const compared = clusters === MAIN;
  const empty = await Backend.start('empty', kubernetes);
  const base = await empty.memory();
  await empty.stop();
  const raw = compared ? rawList(kubernetes, ['clusters', 'backups']) : 0;
  if (compared) {
    // Alone on the machine but for the API server.
    const spread = [];
    for (const which of [
      'empty',
      'ours',
      'empty',
      'ours',
      'empty',
      'ours',
    ] as const) {
      const backend = await Backend.start(which, kubernetes);
      spread.push(which === 'ours' ? backend.startUp : -backend.startUp);
      await backend.stop();
    }
    const more = spread.reduce((sum, seconds) => sum + seconds, 0) / 3;
    figures.push(
      figure(
        'start-up of a backend with the plugin over one without',
        's',
        Math.max(0, more),
        null,
        '≤ 1 s',
        value => value <= 1,
      ),
    );
  }
  const ours = await Backend.start('ours', kubernetes);
  try {
    const firstSync = await synced(ours, clusters);
    await until(
      async () =>
        (await ours.get<{ backups: unknown[] }>(TAB)).backups.length === 10,
    );
    const memory = (await ours.memory()) - base;
    const one = await latency(() => ours.drain(TAB), { users: 1, rounds: 300 });
    const many = await latency(() => ours.drain(TAB), {
      users: 50,
      rounds: 20,
    });
    const label = `${clusters} clusters`;
    if (compared) {
      const rival = await Backend.start('rival', kubernetes);
      const rivalOne = await latency(() => rival.drain(RIVAL_TAB, RIVAL_BODY), {
        users: 1,
        rounds: 30,
      });
      const rivalMany = await latency(
        () => rival.drain(RIVAL_TAB, RIVAL_BODY),
        {
          users: 50,
          rounds: 2,
        },
      );
      const rivalRequests = await requestsPerTab(
        plane,
        user,
        () => rival.post(RIVAL_PAGE, { auth: {}, entity: entityOf(INDEX) }),
        60_000 / RIVAL_INTERVAL_MS,
      );
      const requests = await requestsPerTab(
        plane,
        user,
        () => ours.get(TAB),
        60_000 / 30_000,
      );
      figures.push(
        figure(
          'requests to the API server per open tab and minute',
          '',
          requests,
          rivalRequests,
          '0, ≥ 50× fewer',
          (mine, _) => mine === 0 && rivalRequests >= 50,
        ),
      );
      for (const [users, mine, theirs] of [
        [1, one, rivalOne],
        [50, many, rivalMany],
      ] as const)
        for (const place of ['p50', 'p95', 'p99'] as const)
          figures.push(
            figure(
              `answer of one entity tab, ${place}, ${users} at once, ${label}`,
              'ms',
              mine[place],
              theirs[place],
              place === 'p95' ? '< 50 ms, ≥ 20× faster' : 'as p95',
              (value, ratio) =>
                place === 'p95' ? value < 50 && ratio >= 20 : true,
            ),
          );
      const delays = percentiles(await eventDelays(ours, plane, 50));
      figures.push(
        figure(
          'change in Kubernetes → event at the client, p95',
          'ms',
          delays.p95,
          RIVAL_INTERVAL_MS,
          '< 1,000 ms',
          value => value < 1_000,
        ),
      );
      figures.push(
        figure(
          `first sync of ${clusters} clusters and ${clusters * 10} backups`,
          'ms',
          firstSync,
          raw,
          '≤ 2 × raw paged list by curl',
          (value, _) => value <= 2 * raw,
        ),
      );
      await rival.stop();
    } else
      figures.push(
        figure(
          `answer of one entity tab, p95, 50 at once, ${label}`,
          'ms',
          many.p95,
          null,
          '< 50 ms',
          value => value < 50,
        ),
      );
    if (clusters === Math.max(...SIZES)) {
      const first = await latency(() => ours.drain('/cnpg/clusters?limit=50'), {
        users: 1,
        rounds: 100,
      });
      const filtered = await latency(
        () =>
          ours.drain('/cnpg/clusters?limit=50&environment=env-3&light=green'),
        { users: 1, rounds: 100 },
      );
      const byLight = await latency(
        () => ours.drain('/cnpg/clusters?limit=50&light=red'),
        { users: 1, rounds: 100 },
      );
      for (const [name, value] of [
        ['first page', first],
        ['one environment, by light', filtered],
        ['the whole fleet, by light', byLight],
      ] as const)
        figures.push(
          figure(
            `fleet list, ${name}, p95, ${label}`,
            'ms',
            value.p95,
            null,
            '< 50 ms',
            p95 => p95 < 50,
          ),
        );
    }
    figures.push(
      figure(
        `memory over an empty backend, ${label}`,
        'MiB',
        memory / 2 ** 20,
        rawBytes / 2 ** 20,
        '≤ 1.5 × raw JSON',
        (value, _) => value <= (1.5 * rawBytes) / 2 ** 20,
      ),
    );
    return { tabP95: one.p95, memory };
  } finally {
    await ours.stop();
    await plane.stop();
  }
}

async function main(): Promise<void> {
  const figures: Figure[] = [];
  const rows: Row[] = [];
  for (const clusters of SIZES) rows.push(await measure(clusters, figures));
  const [small, large] = [rows[0], rows[rows.length - 1]];
  figures.push(
    figure(
      'growth of a tab’s answer from 100 to 5,000 clusters, p95',
      '×',
      large.tabP95 / small.tabP95,
      null,
      'flat (≤ 2 ×)',
      value => value <= 2,
    ),
  );
  figures.push(
    figure(
      'growth of memory from 100 to 5,000 clusters',
      '×',
      large.memory / small.memory,
      50,
      'linear (≤ 50 ×)',
      value => value <= 50,
    ),
  );
  figures.push(...frontendFigure());
  write('results', figures);
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n${error.cause ?? ''}\n`);
  process.exitCode = 1;
});
