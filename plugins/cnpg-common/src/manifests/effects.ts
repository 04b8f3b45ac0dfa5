import { quantityToBytes } from '../environments/quantity';
import { CNPG_DOCS } from '../annotations';
import { majorOf } from './images';
import { contextOf } from './parameters';

/** What CNPG does when a field changes. @public */
export type EffectKind =
  | 'none'
  | 'reload'
  | 'rollingRestart'
  | 'inPlace'
  | 'majorUpgrade'
  | 'impossible';

/** One changed field and what follows from it. @public */
export interface Effect {
  /** `Cluster/orders spec.instances` */
  field: string;
  before: string;
  after: string;
  kind: EffectKind;
  /** What happens and when, in one or two sentences. */
  sentence: string;
  link: string;
}

interface Verdict {
  kind: EffectKind;
  sentence: string;
}

interface Row {
  object: string;
  path: RegExp;
  page: string;
  judge: (before: unknown, after: unknown, path: string) => Verdict;
}

const MERGE = 'As soon as the pull request is merged and applied:';
const verdict = (kind: EffectKind, sentence: string) => (): Verdict => ({
  kind,
  sentence,
});
const bytes = (value: unknown) => quantityToBytes(String(value)) ?? 0;
const ROLLING =
  'the replicas restart one after the other, the primary last, by a restart in place or a switchover; connections to it break for some seconds.';
function image(before: unknown, after: unknown): Verdict {
  const [old, next] = [before, after].map(value => majorOf(String(value)));
  if (old && next && next < old)
    return {
      kind: 'impossible',
      sentence:
        'PostgreSQL cannot go back to an older major version; restore into a new cluster instead.',
    };
  if (old && next && next > old)
    return {
      kind: 'majorUpgrade',
      sentence: `${MERGE} all instances stop, pg_upgrade runs, the primary starts and the replicas are cloned anew. The database is down until the primary is back; planner statistics are lost (run ANALYZE), and no instant before the upgrade can be recovered into what follows it: a new archive begins and wants a base backup.`,
    };
  return { kind: 'rollingRestart', sentence: `${MERGE} ${ROLLING}` };
}

function volume(before: unknown, after: unknown): Verdict {
  if (bytes(after) < bytes(before))
    return {
      kind: 'impossible',
      sentence:
        'A volume cannot shrink; CNPG refuses it. Restore into a new cluster with a smaller disk.',
    };
  return {
    kind: 'inPlace',
    sentence: `${MERGE} the volumes grow while the database runs, where the storage class allows expansion; it is never undone.`,
  };
}

function instances(before: unknown, after: unknown): Verdict {
  return Number(after) > Number(before)
    ? {
        kind: 'inPlace',
        sentence: `${MERGE} each new replica is cloned from the primary and joins; nothing restarts.`,
      }
    : {
        kind: 'inPlace',
        sentence: `${MERGE} replicas are removed with their volumes; nothing else restarts.`,
      };
}

function parameter(_before: unknown, _after: unknown, path: string): Verdict {
  const name = path.replace('spec.postgresql.parameters.', '');
  switch (contextOf(name)) {
    case 'fixed':
      return {
        kind: 'impossible',
        sentence: `CNPG keeps ${name} for itself and refuses it.`,
      };
    case 'restart':
      return { kind: 'rollingRestart', sentence: `${MERGE} ${ROLLING}` };
    default:
      return {
        kind: 'reload',
        sentence: `${MERGE} every instance reads its configuration anew; nothing restarts.`,
      };
  }
}

/**
 * What CNPG does with each field, from its documentation and its admission webhook (internal/webhook/v1/cluster_webhook.go).
 * The first row that fits counts.
 */
export const EFFECTS: Row[] = [
  {
    object: 'Cluster',
    path: /^spec\.bootstrap\b/,
    page: 'bootstrap',
    judge: verdict(
      'impossible',
      'Bootstrap ran once, when the cluster was made, and is not run again; the change would do nothing.',
    ),
  },
  {
    object: 'Cluster',
    path: /^spec\.instances$/,
    page: 'replication',
    judge: instances,
  },
  {
    object: 'Cluster',
    path: /^spec\.imageName$/,
    page: 'postgres_upgrades',
    judge: image,
  },
  {
    object: 'Cluster',
    path: /^spec\.imageCatalogRef\.major$/,
    page: 'postgres_upgrades',
    judge: (before, after) => image(`x:${before}`, `x:${after}`),
  },
  {
    object: 'Cluster',
    path: /^spec\.resources\b/,
    page: 'rolling_update',
    judge: verdict('rollingRestart', `${MERGE} ${ROLLING}`),
  },
  {
    object: 'Cluster',
    path: /^spec\.(storage|walStorage)\.storageClass$/,
    page: 'storage',
    judge: verdict(
      'none',
      'Volumes that are there keep their class; only new instances get the other one.',
    ),
  },
  {
    object: 'Cluster',
    path: /^spec\.walStorage$/,
    page: 'storage',
    judge: (_before, after) =>
      after === undefined
        ? {
            kind: 'impossible',
            sentence:
              'A WAL volume cannot be taken away once it is there; CNPG refuses it.',
          }
        : {
            kind: 'rollingRestart',
            sentence: `${MERGE} each instance gets the volume and restarts: ${ROLLING}`,
          },
  },
  {
    object: 'Cluster',
    path: /^spec\.(storage|walStorage)\.size$/,
    page: 'storage',
    judge: volume,
  },
  {
    object: 'Cluster',
    path: /^spec\.postgresql\.parameters\./,
    page: 'postgresql_conf',
    judge: parameter,
  },
  {
    object: 'Cluster',
    path: /^spec\.postgresql\.synchronous\b/,
    page: 'replication',
    judge: verdict(
      'reload',
      `${MERGE} commits begin, or cease, to wait for a replica; nothing restarts.`,
    ),
  },
  {
    object: 'Cluster',
    path: /^spec\.plugins\b/,
    page: 'cnpg_i',
    judge: verdict(
      'rollingRestart',
      `${MERGE} WAL goes to the new archive. Its sidecar is part of each pod: ${ROLLING}`,
    ),
  },
  {
    object: 'Cluster',
    path: /^spec\.replica\.(primary|promotionToken)$/,
    page: 'replica_cluster',
    judge: verdict(
      'inPlace',
      `${MERGE} a primary cluster becomes a replica, and takes no writes from then on; or a replica waits for the last WAL that the token names, and then becomes the primary.`,
    ),
  },
  {
    object: 'Cluster',
    path: /^spec\.(replica|externalClusters)\b/,
    page: 'replica_cluster',
    judge: verdict(
      'inPlace',
      `${MERGE} the cluster knows where the other one's WAL is; nothing restarts.`,
    ),
  },
  {
    object: 'Cluster',
    path: /^spec\.managed\.roles\b/,
    page: 'declarative_role_management',
    judge: verdict(
      'inPlace',
      `${MERGE} the roles are altered; nothing restarts.`,
    ),
  },
  {
    object: 'Cluster',
    path: /^spec\.(affinity|topologySpreadConstraints)\b/,
    page: 'scheduling',
    judge: verdict(
      'rollingRestart',
      `${MERGE} the pods are made anew: ${ROLLING}`,
    ),
  },
  {
    object: 'Cluster',
    path: /^metadata\.annotations\.cnpg\.io\/hibernation$/,
    page: 'declarative_hibernation',
    judge: verdict(
      'inPlace',
      `${MERGE} all pods stop and the volumes stay. The database is down until the annotation says "off" again; backups fail meanwhile.`,
    ),
  },
  {
    object: 'Pooler',
    path: /^$/,
    page: 'connection_pooling',
    judge: (_before, after) =>
      after === undefined
        ? {
            kind: 'inPlace',
            sentence:
              'The pooler and its Service go; whoever connects through them loses the connection and must use the -rw Service.',
          }
        : {
            kind: 'inPlace',
            sentence:
              'A pooler and its Service come beside the cluster; nothing restarts.',
          },
  },
  {
    object: 'Pooler',
    path: /./,
    page: 'connection_pooling',
    judge: verdict(
      'inPlace',
      `${MERGE} the pooler's pods are replaced or reloaded; the database does not restart, connections through the pooler may break.`,
    ),
  },
  {
    object: 'ScheduledBackup',
    path: /^spec\.cluster\b/,
    page: 'backup',
    judge: verdict(
      'impossible',
      'A schedule cannot be given to another cluster.',
    ),
  },
  {
    object: 'ScheduledBackup',
    path: /./,
    page: 'backup',
    judge: verdict('none', 'The next run follows the new schedule.'),
  },
  {
    object: 'Database',
    path: /^$/,
    page: 'declarative_database_management',
    judge: verdict(
      'inPlace',
      `${MERGE} the extensions are created in the database; nothing restarts.`,
    ),
  },
  {
    object: 'Database',
    path: /^spec\.extensions\b/,
    page: 'declarative_database_management',
    judge: (_before, after) =>
      JSON.stringify(after ?? '').includes('absent')
        ? {
            kind: 'inPlace',
            sentence: `${MERGE} the extension is dropped; that fails, and is told in the object's status, while something depends on it.`,
          }
        : {
            kind: 'inPlace',
            sentence: `${MERGE} the extensions are created; nothing restarts.`,
          },
  },
];

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Each leaf that differs; a map that is only on one side counts as one. */
function differences(
  before: unknown,
  after: unknown,
  path: string[] = [],
): { path: string; before: unknown; after: unknown }[] {
  if (isTree(before) && isTree(after))
    return [
      ...new Set([...Object.keys(before), ...Object.keys(after)]),
    ].flatMap(key => differences(before[key], after[key], [...path, key]));
  return JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [{ path: path.join('.'), before, after }];
}

const presence = (object: unknown) => (object ? 'there' : '–');
const show = (value: unknown) => {
  if (value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/**
 * What follows from replacing one object by another; undefined stands for one that is not there. A field that no row
 * names is told as a rolling restart, which is the most that a field can cost unseen.
 * @public
 */
export function effectsOf(
  before: { kind: string; metadata: { name: string } } | undefined,
  after: { kind: string; metadata: { name: string } } | undefined,
): Effect[] {
  const object = after ?? before;
  if (!object) return [];
  const changes =
    before && after
      ? differences(before, after)
      : [{ path: '', before, after }];
  return changes.flatMap(change => {
    const row = EFFECTS.find(
      item => item.object === object.kind && item.path.test(change.path),
    );
    const { kind, sentence } = row?.judge(
      change.before,
      change.after,
      change.path,
    ) ?? {
      kind: 'rollingRestart' as const,
      sentence: `What CNPG does with this field is not known here; expect at most that ${ROLLING}`,
    };
    return [
      {
        field: `${object.kind}/${object.metadata.name} ${change.path}`.trim(),
        before: change.path ? show(change.before) : presence(before),
        after: change.path ? show(change.after) : presence(after),
        kind,
        sentence,
        link: `${CNPG_DOCS}/${row?.page ?? 'rolling_update'}`,
      },
    ];
  });
}
