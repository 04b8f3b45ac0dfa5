import {
  DatabaseSpec,
  Environment,
  Finding,
  NamespaceLimits,
  checkCapacity,
} from '@naytife/backstage-plugin-cnpg-common';
import { ClusterConnection } from '../inventory/ClusterConnection';
import { KubeError } from '../inventory/KubeApi';
import { warning } from './findings';

interface List<T> {
  items: T[];
}
interface Quota {
  metadata: { name: string };
  spec?: { hard?: Record<string, string> };
  status?: { hard?: Record<string, string>; used?: Record<string, string> };
}
interface LimitRange {
  metadata: { name: string };
  spec?: { limits?: NamespaceLimits['limitRanges'][number]['limits'] };
}

/** Reads ResourceQuotas, LimitRanges and the StorageClass now, and says what of a database would not fit. What may not be read is told. */
export async function checkNamespace(
  connection: ClusterConnection,
  environment: Environment,
  spec: Pick<DatabaseSpec, 'instances' | 'pooler' | 'size' | 'custom'>,
): Promise<Finding[]> {
  const { namespace, storageClass } = environment;
  const unread: Finding[] = [];
  const read = async <T>(what: string, path: string, missing: T): Promise<T> =>
    connection.api.json<T>(path).catch(problem => {
      if (!(problem instanceof KubeError)) throw problem;
      if (problem.kind === 'crdMissing') return missing;
      unread.push(
        warning(
          'namespaceUnread',
          'environment',
          `${what} of ${connection.name} could not be read (${problem.kind}): whether this fits is not known`,
        ),
      );
      return undefined as T;
    });
  const core = `/api/v1/namespaces/${namespace}`;
  const [quotas, limitRanges, found] = await Promise.all([
    read<List<Quota>>('ResourceQuotas', `${core}/resourcequotas`, {
      items: [],
    }),
    read<List<LimitRange>>('LimitRanges', `${core}/limitranges`, { items: [] }),
    storageClass
      ? read<{ allowVolumeExpansion?: boolean } | null>(
          'StorageClasses',
          `/apis/storage.k8s.io/v1/storageclasses/${storageClass}`,
          null,
        )
      : undefined,
  ]);
  const limits: NamespaceLimits = {
    quotas: (quotas?.items ?? []).map(({ metadata, spec: wanted, status }) => ({
      name: metadata.name,
      hard: status?.hard ?? wanted?.hard ?? {},
      used: status?.used ?? {},
    })),
    limitRanges: (limitRanges?.items ?? []).map(item => ({
      name: item.metadata.name,
      limits: item.spec?.limits ?? [],
    })),
    storageClass: found && {
      allowVolumeExpansion: found.allowVolumeExpansion === true,
    },
  };
  return [...unread, ...checkCapacity(spec, environment, limits)];
}
