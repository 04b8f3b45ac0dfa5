import { Express } from 'express';
import { KubeObject } from '../apiserver/objects';
import { Installation } from '../Installation';

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
  installations: Record<string, Installation>,
  host: string,
  application: () => string,
): void {
  app.get('/simulator/targets', async (_req, res, next) => {
    try {
      const found = await Promise.all(
        Object.entries(installations).map(async ([name, installation]) => [
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
      const installation = installations[req.params.simulation];
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
        const text = await installations[simulation].metrics(namespace, pod);
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
