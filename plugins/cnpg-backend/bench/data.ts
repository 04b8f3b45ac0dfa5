import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KubeObject } from '@naytife/cnpg-simulator';

const FIXTURES = join(__dirname, '../../cnpg-common/fixtures');
export const ENVIRONMENTS = 10;
export const BACKUPS_EACH = 10;
const SYSTEM = ['uid', 'resourceVersion', 'managedFields', 'ownerReferences'];

const fixture = (name: string) =>
  JSON.parse(readFileSync(join(FIXTURES, name), 'utf8')) as KubeObject & {
    items: KubeObject[];
  };

/** What the API server keeps of who wrote which field; a third of a real object. */
const managedFields = (() => {
  const { metadata } = fixture('cluster-archive-failing.json');
  return metadata.managedFields ?? [];
})();

function stamped(
  from: KubeObject,
  namespace: string,
  name: string,
  labels: Record<string, string>,
): KubeObject {
  const metadata = { ...from.metadata } as Record<string, unknown>;
  for (const key of SYSTEM) delete metadata[key];
  return {
    ...from,
    metadata: {
      ...metadata,
      name,
      namespace,
      uid: randomUUID(),
      generation: 1,
      labels: { ...from.metadata.labels, ...labels },
      managedFields,
    },
  };
}

export const namespaceOf = (index: number) => `env-${index % ENVIRONMENTS}`;
export const nameOf = (index: number) => `db-${index}`;

/** Clusters as recorded from the real operator, with ten of its backups each, over ten namespaces. */
export function makeObjects(
  clusters: number,
): { plural: string; object: KubeObject }[] {
  const cluster = fixture('cluster-healthy.json');
  const completed = fixture('backups.json').items.find(
    item => item.status?.phase === 'completed',
  ) as KubeObject;
  return Array.from({ length: clusters }, (_, index) => {
    const [namespace, name] = [namespaceOf(index), nameOf(index)];
    const labels = {
      'cnpg.io/cluster': name,
      // How the kubernetes plugin finds what belongs to an entity.
      'backstage.io/kubernetes-id': name,
    };
    return [
      {
        plural: 'clusters',
        object: stamped(cluster, namespace, name, labels),
      },
      ...Array.from({ length: BACKUPS_EACH }, (__, number) => ({
        plural: 'backups',
        object: {
          ...stamped(completed, namespace, `${name}-b${number}`, labels),
          spec: { ...completed.spec, cluster: { name } },
        },
      })),
    ];
  }).flat();
}
