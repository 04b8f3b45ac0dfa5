import { PolicyRule } from '@naytife/cnpg-simulator';
import { documentedRules } from '@naytife/cnpg-control-plane';
import { backupNow } from './actions/backupNow';
import { Inventory } from './inventory/Inventory';
import { checkNamespace } from './manifests/checkNamespace';
import { dryRun } from './manifests/dryRun';
import { eventually } from './__testUtils__/backend';
import { quickInventory } from './__testUtils__/inventory';
import { addDatabases, realWorld } from './__testUtils__/worlds';

interface Right {
  group: string;
  resource: string;
  verb: string;
}

const RIGHTS: Right[] = documentedRules().flatMap(rule =>
  rule.apiGroups.flatMap(group =>
    rule.resources.flatMap(resource =>
      rule.verbs.map(verb => ({ group, resource, verb })),
    ),
  ),
);

const without = (gone: Right): PolicyRule[] =>
  RIGHTS.filter(right => right !== gone).map(({ group, resource, verb }) => ({
    apiGroups: [group],
    resources: [resource],
    verbs: [verb],
  }));

/** Which of our kinds are read from a resource. */
const KINDS: Record<string, string[]> = {
  clusters: ['clusters'],
  backups: ['backups'],
  scheduledbackups: ['scheduledBackups'],
  poolers: ['poolers'],
  objectstores: ['objectStores'],
  pods: ['pods', 'migrationPods'],
  persistentvolumeclaims: ['pvcs'],
  events: ['events'],
  jobs: ['jobs', 'migrationJobs'],
  deployments: ['operators', 'plugins'],
};
const MANIFESTS: Record<
  string,
  { apiVersion: string; kind: string; spec: object }
> = {
  clusters: {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    spec: { instances: 1, storage: { size: '1Gi' } },
  },
  scheduledbackups: {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    spec: { schedule: '0 0 2 * * *', cluster: { name: 'db' } },
  },
  poolers: {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Pooler',
    spec: { cluster: { name: 'db' }, pgbouncer: {} },
  },
  objectstores: {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    spec: {
      configuration: {
        destinationPath: 's3://b',
        s3Credentials: { inheritFromIAMRole: true },
      },
    },
  },
  databases: {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Database',
    spec: { cluster: { name: 'db' }, name: 'x', owner: 'x' },
  },
  publications: {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Publication',
    spec: {
      cluster: { name: 'db' },
      dbname: 'x',
      name: 'x',
      target: { allTables: true },
    },
  },
  subscriptions: {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Subscription',
    spec: {
      cluster: { name: 'db' },
      dbname: 'x',
      name: 'x',
      externalClusterName: 'origin',
      publicationName: 'x',
    },
  },
  podmonitors: {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    spec: { selector: {} },
  },
};

const MUTE = 'no state of the WAL';

/** Where the list is allowed and the watch is not, an instance may or may not have been asked in between. */
const settledPart = ({ resource, verb }: Right, told: string[]) =>
  verb === 'watch' && (resource === 'pods' || resource === 'clusters')
    ? told.filter(text => text !== MUTE)
    : told;

/** What says forbidden: a kind that cannot be read, a manifest that cannot be tried, the backup, the state of the WAL. */
async function refusals(inventory: Inventory): Promise<string[]> {
  const [connection] = inventory.connections;
  const manifests = Object.entries(MANIFESTS).map(([plural, manifest]) => ({
    plural,
    ...manifest,
    metadata: { name: 'tried', namespace: 'shop' },
  }));
  const findings = await Promise.all(
    manifests.map(async ({ plural, ...manifest }) =>
      (
        await dryRun(connection, [manifest as never])
      ).map(finding => `create ${plural}: ${finding.code}`),
    ),
  );
  const entry = inventory.find('production', 'db');
  const backup = entry
    ? await backupNow(inventory, entry).then(
        () => [],
        error => [`create backups: ${error.name}`],
      )
    : [];
  const { sync, partial } = connection;
  const unread = await checkNamespace(
    connection,
    { namespace: 'shop', storageClass: 'any', sizes: {} } as never,
    { instances: 1, pooler: false, size: 'none' },
  );
  return [
    ...unread
      .filter(({ code }) => code === 'namespaceUnread')
      .map(({ message }) => message.replace(/ of .*/, ' unread')),
    ...(sync.error ? [`read clusters: ${sync.error}`] : []),
    ...partial.map(({ kind, error }) => `read ${kind}: ${error}`),
    ...findings.flat(),
    ...backup.filter(text => text.includes('NotAllowed')),
    ...(entry && !inventory.facts(entry).recoverability.walFacts ? [MUTE] : []),
  ];
}

function expected({ resource, verb }: Right): string[] {
  const onDemand = {
    resourcequotas: 'ResourceQuotas unread',
    limitranges: 'LimitRanges unread',
    storageclasses: 'StorageClasses unread',
  }[resource];
  if (onDemand) return [onDemand];
  if (resource === 'pods/proxy') return [MUTE];
  if (verb === 'create')
    return resource === 'backups'
      ? ['create backups: NotAllowedError']
      : [`create ${resource}: dryRunForbidden`];
  const kinds = KINDS[resource].map(kind => `read ${kind}: forbidden`);
  // Without pods it is not known which instance to ask.
  return resource === 'pods' ? [...kinds, MUTE] : kinds;
}

// Rights are a claim about Kubernetes: only its own API server can prove them (npm run test:control-plane).
describe('the documented ClusterRole, one verb taken away', () => {
  let world: Awaited<ReturnType<typeof realWorld>>;
  let inventory: Inventory | undefined;

  const allowed = async ({ group, resource, verb }: Right) => {
    const [plural, subresource] = resource.split('/');
    const response = await fetch(
      `${world.proxy.url}/apis/authorization.k8s.io/v1/selfsubjectaccessreviews`,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${world.token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: {
            resourceAttributes: {
              group,
              resource: plural,
              subresource,
              verb,
              namespace: 'shop',
            },
          },
        }),
      },
    );
    return ((await response.json()) as { status: { allowed: boolean } }).status
      .allowed;
  };

  beforeAll(async () => {
    world = await realWorld();
    await addDatabases(world.client);
    await eventually(
      () => world.client.find('Cluster', 'shop', 'db'),
      object => object?.status?.phase === 'Cluster in healthy state',
    );
  }, 60_000);
  afterEach(() => inventory?.stop());
  afterAll(() => world?.stop());

  const settled = (
    wanted: string[],
    part: (told: string[]) => string[] = told => told,
  ) => {
    const { url } = world.proxy;
    inventory = quickInventory({ url, token: world.token });
    inventory.start();
    const started = inventory;
    return eventually(
      async () => part(await refusals(started)),
      told =>
        started.connections[0].sync.state !== 'starting' &&
        told.sort().join() === [...wanted].sort().join(),
      8_000,
    );
  };

  it('refuses nothing with all of them', async () => {
    expect(await settled([])).toEqual([]);
  });

  it.each(
    RIGHTS.map(right => [`${right.verb} ${right.resource}`, right] as const),
  )(
    'without "%s" just that says forbidden, and the rest goes on',
    async (_name, right) => {
      await world.account.allow(without(right));
      await eventually(
        () => allowed(right),
        value => !value,
      );
      const part = (told: string[]) => settledPart(right, told);
      const wanted = part(expected(right));
      expect((await settled(wanted, part)).sort()).toEqual(wanted.sort());
      await world.account.allow(documentedRules());
      await eventually(
        () => allowed(right),
        value => value,
      );
    },
    20_000,
  );
});
