import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  Environment,
  Manifest,
  RestoreTarget,
  buildManifests,
  buildReplica,
  databaseSpecSchema,
  parseCluster,
  parseEnvironments,
  planRestore,
} from '@naytife/backstage-plugin-cnpg-common';
import { make } from 'covertable';
import { parseAllDocuments } from 'yaml';
import { ControlPlane } from './ControlPlane';
import { call } from './contract/subjects';
import { crdFolders, gitopsCrds, monitoringCrds } from './environment';

const NAMESPACE = 'naytife';
const gitops = {
  repoUrl: 'github.com?owner=naytife&repo=commerce',
  path: 'deploy/databases/x',
};
const objectStore = {
  name: 'naytife-store',
  destinationPath: 's3://naytife-postgres-backups/production',
  endpointURL:
    'https://naytife.compat.objectstorage.us-phoenix-1.oraclecloud.com',
  secretName: 'cnpg-backup-secret',
  retentionPolicy: '30d',
};
const ENVIRONMENTS = parseEnvironments(
  Object.fromEntries(
    Object.entries({
      local: {},
      staging: { objectStore, storageClass: 'cnpg-oci-storage' },
      production: {
        objectStore,
        storageClass: 'cnpg-oci-storage',
        defaults: { synchronous: true },
        slo: { rpo: '1m' },
      },
      'own-store': {
        objectStore: {
          ...objectStore,
          region: 'us-phoenix-1',
          perDatabase: true,
        },
        secrets: { provider: 'existing', secretName: 'cnpg-cluster-secret' },
      },
      unmonitored: { objectStore, monitoring: false },
      sops: {
        objectStore,
        secrets: {
          provider: 'sops',
          recipients: [
            'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
          ],
          path: 'deploy/secrets/x',
        },
        imageCatalog: {
          kind: 'ClusterImageCatalog',
          name: 'postgresql',
          majors: ['15', '16', '17'],
        },
      },
      'external-generated': {
        secrets: { provider: 'external-secrets' },
        gitops: {
          ...gitops,
          tool: 'argocd',
          argocd: {
            path: 'apps',
            repoURL: 'https://github.com/naytife/commerce',
          },
        },
      },
      'external-remote': {
        objectStore: { ...objectStore, perDatabase: true },
        secrets: {
          provider: 'external-secrets',
          store: { name: 'vault', kind: 'ClusterSecretStore' },
          remoteKey: 'databases/{name}/{role}',
          objectStoreKey: 'backups',
        },
      },
    }).map(([name, rest]) => [
      name,
      {
        title: name,
        kubernetesCluster: 'k',
        namespace: NAMESPACE,
        gitops,
        ...rest,
      },
    ]),
  ),
);
const TARGETS: Record<string, RestoreTarget> = {
  latest: { type: 'latest' },
  time: { type: 'time', time: '2026-11-24T10:00:00Z' },
  backup: { type: 'backup', backupName: 'b' },
};
const BASE = {
  name: 'b',
  backupId: '20261124T020000',
  stoppedAt: '2026-11-24T02:00:00Z',
  endWalArchived: true,
  pruned: false,
};

const SCHEMAS = ['hydra', 'naytife_schema'];
const CONTENTS: Record<string, object> = {
  none: {},
  schemas: { schemas: SCHEMAS },
  all: {
    schemas: SCHEMAS,
    extensions: ['pg_trgm', 'uuid-ossp'],
    databases: [
      { name: 'reports', owner: 'reader', extensions: ['vector'] },
      { name: 'audit_log', owner: 'naytife' },
    ],
  },
};

/** Every pair of choices occurs in one of these. */
const ROWS = make({
  environment: ENVIRONMENTS.map(({ name }) => name),
  size: ['small', 'medium', 'large', 'custom'],
  version: ['15', '16', '17'],
  instances: [1, 2, 3, 9],
  pooler: ['transaction', 'session', 'none'],
  synchronous: ['off', 'preferred', 'required'],
  spread: ['nodes', 'zones'],
  backup: [true, false],
  contents: ['none', 'schemas', 'all'],
  target: Object.keys(TARGETS),
});

const collection = ({
  apiVersion,
  kind,
  metadata,
}: {
  apiVersion: string;
  kind: string;
  metadata: { namespace?: string };
}) => {
  const base = apiVersion.includes('/')
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
  return `${base}/namespaces/${metadata.namespace}/${kind.toLowerCase()}s`;
};

describe.each([['newest'], ['old']] as const)(
  'a real kube-apiserver with the CRDs of the %s supported release',
  release => {
    let plane: ControlPlane;
    const dryRun = (manifest: Manifest) =>
      call(
        plane.admin,
        'POST',
        `${collection(manifest)}?dryRun=All&fieldValidation=Strict`,
        manifest,
      );

    beforeAll(async () => {
      plane = await ControlPlane.start({
        crds: [...crdFolders(release), ...monitoringCrds(), ...gitopsCrds()],
      });
      for (const name of [NAMESPACE, 'argocd'])
        await plane.admin.ensure({ kind: 'Namespace', metadata: { name } });
    }, 60_000);
    afterAll(() => plane?.stop());

    it(`takes every manifest of ${ROWS.length} combinations of environment, size, version, instances, pooler, backup, schemas and restore target`, async () => {
      let tried = 0;
      for (const row of ROWS) {
        const environment = ENVIRONMENTS.find(
          ({ name }) => name === row.environment,
        ) as Environment;
        const spec = databaseSpecSchema.parse({
          environment: environment.name,
          name: 'orders',
          owner: 'group:default/commerce',
          database: 'naytifedb',
          databaseOwner: 'naytife',
          version: row.version,
          size: row.size,
          custom: { cpu: '750m', memory: '3Gi', storage: '15Gi' },
          instances: row.instances,
          synchronous:
            Number(row.instances) < 3 && row.synchronous === 'required'
              ? 'preferred'
              : row.synchronous,
          spread: row.spread,
          pooler: row.pooler !== 'none',
          poolMode: row.pooler === 'none' ? undefined : row.pooler,
          backup: row.backup,
          backupSchedule: '0 30 3 * * *',
          ...CONTENTS[String(row.contents)],
          roles:
            row.contents === 'all'
              ? [
                  {
                    name: 'reader',
                    login: /sops|external/.test(environment.name),
                    inRoles: ['pg_read_all_data'],
                  },
                ]
              : [],
        });
        const { objects } = buildManifests(spec, environment);
        const origin = parseCluster(
          objects.find(({ kind }) => kind === 'Cluster'),
        ).object;
        const restored = origin?.spec.plugins.length
          ? planRestore(
              {
                environment: environment.name,
                origin: 'orders',
                name: 'orders-r1',
                target: TARGETS[String(row.target)],
              },
              origin,
              [BASE],
              environment,
              'group:default/commerce',
            ).objects
          : [];
        const replica =
          origin?.spec.plugins.length && environment.objectStore
            ? buildReplica(
                {
                  step: 'create',
                  environment: environment.name,
                  name: 'orders-eu',
                  originEnvironment: environment.name,
                  origin: 'orders',
                },
                origin,
                environment,
                environment,
                'group:default/commerce',
              ).objects
            : [];
        for (const manifest of [...objects, ...restored, ...replica]) {
          const { status, body } = await dryRun(manifest);
          expect(
            `${JSON.stringify(row)} ${manifest.kind}: ${status} ${
              body.message ?? ''
            }`,
          ).toBe(`${JSON.stringify(row)} ${manifest.kind}: 201 `);
          tried += 1;
        }
      }
      expect(tried).toBeGreaterThan(ROWS.length * 2);
    }, 120_000);
  },
);

describe('the plan as it was first written, on a real kube-apiserver', () => {
  let plane: ControlPlane;
  const documents = parseAllDocuments(
    readFileSync(join(__dirname, '../fixtures/plan.yaml'), 'utf8'),
  ).map(
    document => document.toJS() as Manifest & { spec: Record<string, object> },
  );
  const find = (kind: string, name: string) => {
    const found = documents.filter(
      item => item.kind === kind && item.metadata.name === name,
    );
    return found[found.length - 1];
  };
  const refusal = async (manifest: Manifest) => {
    const { status, body } = await call(
      plane.admin,
      'POST',
      `${collection(manifest)}?dryRun=All&fieldValidation=Strict`,
      manifest,
    );
    return `${status} ${body.message ?? 'accepted'}`;
  };

  beforeAll(async () => {
    plane = await ControlPlane.start({ crds: crdFolders() });
    await plane.admin.ensure({
      kind: 'Namespace',
      metadata: { name: NAMESPACE },
    });
  }, 60_000);
  afterAll(() => plane?.stop());

  it.each([
    ['the base cluster', () => documents[0], ['spec.monitoring.enabled']],
    [
      'production’s patch',
      () => find('Cluster', 'naytife-postgres'),
      [
        'spec.backup.barmanObjectStore.data.retention',
        'spec.backup.barmanObjectStore.wal.retention',
      ],
    ],
    [
      'the pooler',
      () => find('Pooler', 'naytife-postgres-pooler'),
      ['spec.monitoring.enabled', 'spec.resources'],
    ],
  ] as [string, () => Manifest, string[]][])(
    'has %s refused, and each unknown field of it named',
    async (_what, manifest, fields) => {
      const message = await refusal(manifest());
      expect(message).toMatch(/^400 .*strict decoding error/);
      for (const field of fields)
        expect(message).toContain(`unknown field "${field}"`);
      expect(message.match(/unknown field/g)).toHaveLength(fields.length);
    },
  );

  // These only CNPG's webhook or the operator would refuse; our own checks must (plugins/cnpg-common/src/manifests/rules.test.ts).
  it.each([
    [
      'the five-field schedule',
      () => find('ScheduledBackup', 'naytife-postgres-backup'),
    ],
    [
      'a Secret of a type that nobody knows',
      () => find('Secret', 'cnpg-cluster-secret'),
    ],
    [
      'the recovery that names a schedule for a Backup',
      () => find('Cluster', 'naytife-postgres-recovered'),
    ],
  ] as [string, () => Manifest][])(
    'has %s accepted: no API server sees the fault',
    async (_what, manifest) => {
      expect(await refusal(manifest())).toBe('201 accepted');
    },
  );
});
