import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ruleGroups } from '@naytife/backstage-plugin-cnpg-common';
import { Installation, KubeObject } from '@naytife/cnpg-simulator';
import { Express } from 'express';
import { stringify } from 'yaml';
import { SimulatedCluster } from './worlds';

const SCRAPE_SECONDS = 5;
const FREE = 0.62;

interface Target {
  targets: string[];
  labels: Record<string, string>;
}

const podsOf = async ({ client }: Installation) =>
  (await client.list('Pod', undefined, 'cnpg.io/podRole')).items;

/** What a PodMonitor of ours makes of a pod. */
const target = (
  host: string,
  kubernetesCluster: string,
  { metadata }: KubeObject,
): Target => ({
  targets: [host],
  labels: {
    __metrics_path__: `/simulator/metrics/${kubernetesCluster}/${metadata.namespace}/${metadata.name}`,
    namespace: metadata.namespace ?? '',
    pod: metadata.name,
    cluster: metadata.labels?.['cnpg.io/cluster'] ?? '',
    role: metadata.labels?.['cnpg.io/podRole'] ?? '',
  },
});

/** The kubelet's part: how full the volumes are. */
async function volumes({ client, world }: Installation): Promise<string> {
  const { items } = await client.list('PersistentVolumeClaim');
  return items
    .flatMap(({ metadata }) => {
      const { name, namespace, labels = {} } = metadata;
      const full = world.is(
        `${namespace}/${labels['cnpg.io/cluster']}`,
        'disk-filling',
      );
      const of = `{namespace="${namespace}",persistentvolumeclaim="${name}"}`;
      return [
        `kubelet_volume_stats_capacity_bytes${of} ${10 * 2 ** 30}`,
        `kubelet_volume_stats_available_bytes${of} ${
          (full ? 0.04 : FREE) * 10 * 2 ** 30
        }`,
      ];
    })
    .join('\n');
}

/** Serves what the exporters in the simulated pods answer, and where they are (Prometheus, HTTP service discovery). */
export function mountMetrics(
  app: Express,
  simulations: Record<string, SimulatedCluster>,
  host: string,
  application: () => string,
): void {
  app.get('/simulator/targets', async (_req, res, next) => {
    try {
      const found = await Promise.all(
        Object.entries(simulations).map(async ([name, { installation }]) => [
          ...(await podsOf(installation)).map(pod => target(host, name, pod)),
          {
            targets: [host],
            labels: { __metrics_path__: `/simulator/metrics/${name}` },
          },
        ]),
      );
      res.json([
        ...found.flat(),
        {
          targets: [host],
          labels: { __metrics_path__: '/simulator/metrics-application' },
        },
      ]);
    } catch (error) {
      next(error);
    }
  });
  app.get('/simulator/metrics-application', (_req, res) => {
    res.type('text/plain').send(application());
  });
  app.get('/simulator/metrics/:simulation', async (req, res, next) => {
    try {
      const { installation } = simulations[req.params.simulation];
      res.type('text/plain').send(`${await volumes(installation)}\n`);
    } catch (error) {
      next(error);
    }
  });
  app.get(
    '/simulator/metrics/:simulation/:namespace/:pod',
    async (req, res, next) => {
      try {
        const { simulation, namespace, pod } = req.params;
        const { installation } = simulations[simulation];
        const text = await installation.metrics(namespace, pod);
        // A pooler's exporter; nobody waits there.
        res
          .type('text/plain')
          .send(text ?? 'cnpg_pgbouncer_pools_cl_waiting 0\n');
      } catch (error) {
        next(error);
      }
    },
  );
}

/** A real Prometheus with the rules of the platform template, which scrapes the simulated pods. */
export class Prometheus {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  static start(program: string, port: number, host: string): Prometheus {
    const folder = mkdtempSync(join(tmpdir(), 'naytife-prometheus-'));
    const rules = join(folder, 'rules.yaml');
    const runbooks =
      'https://github.com/naytife/backstage-plugins/blob/main/docs/runbooks';
    writeFileSync(rules, stringify({ groups: ruleGroups(runbooks) }));
    const config = join(folder, 'prometheus.yaml');
    writeFileSync(
      config,
      stringify({
        global: {
          scrape_interval: `${SCRAPE_SECONDS}s`,
          evaluation_interval: `${SCRAPE_SECONDS}s`,
        },
        rule_files: [rules],
        scrape_configs: [
          {
            job_name: 'cnpg',
            http_sd_configs: [
              {
                url: `http://${host}/simulator/targets`,
                refresh_interval: `${SCRAPE_SECONDS}s`,
              },
            ],
          },
        ],
      }),
    );
    const process = spawn(
      program,
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    return new Prometheus(process, folder);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const gone = new Promise(resolve => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
