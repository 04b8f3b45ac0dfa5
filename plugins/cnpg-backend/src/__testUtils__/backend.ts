import { BackendFeature } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { NotFoundError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import request from 'supertest';
import { cnpgPlugin } from '../plugin';

/** A database that may be asked for in the test configuration, and a restore of the one that is there. */
export const SPEC = {
  environment: 'production',
  name: 'orders',
  owner: 'group:default/commerce',
  version: '15',
  size: 'small',
  instances: 1,
  pooler: false,
  backup: true,
  schemas: [],
};
export const RESTORE = {
  environment: 'production',
  origin: 'db',
  name: 'db-r1',
  target: { type: 'latest' },
};

const gitops = {
  repoUrl: 'github.com?owner=naytife&repo=commerce',
  path: 'deploy/databases/production',
};

/** Configuration with one Kubernetes cluster, `k1`. */
export const config = (
  { url, token = 'none' }: { url: string; token?: string },
  change: object = {},
) => ({
  kubernetes: {
    clusterLocatorMethods: [
      {
        type: 'config',
        clusters: [
          {
            name: 'k1',
            url,
            authProvider: 'serviceAccount',
            serviceAccountToken: token,
            skipTLSVerify: true,
          },
        ],
      },
    ],
  },
  integrations: { github: [{ host: 'github.com', token: 'x' }] },
  cnpg: {
    environments: {
      production: {
        title: 'Production',
        kubernetesCluster: 'k1',
        namespace: 'shop',
        objectStore: {
          name: 'store',
          destinationPath: 's3://b',
          endpointURL: 'https://s3.example',
          secretName: 'very-secret-name',
          retentionPolicy: '7d',
        },
        gitops,
        policies: ['pinned-image'],
      },
      dev: {
        title: 'Development',
        kubernetesCluster: 'k1',
        namespace: 'dev',
        gitops,
      },
    },
    ...change,
  },
});

/** What a persona may: nothing, only look, or everything; `owner` only what is owned by group:default/commerce. */
export type Rights = 'none' | 'read' | 'owner' | 'all';

export function permissions(rights: () => Rights) {
  const decide = (name: string, conditional: boolean): PolicyDecision => {
    const may = rights();
    if (may === 'all') return { result: AuthorizeResult.ALLOW };
    if (may === 'read' && name === 'cnpg.cluster.read')
      return { result: AuthorizeResult.ALLOW };
    if (may === 'owner' && name !== 'cnpg.cluster.create' && conditional) {
      const conditions = {
        rule: 'IS_OWNER',
        resourceType: 'cnpg-cluster',
        params: { claims: ['group:default/commerce'] },
      };
      return {
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'cnpg',
        resourceType: 'cnpg-cluster',
        conditions,
      };
    }
    // A resource decision by the framework: production/db is what commerce owns.
    return { result: AuthorizeResult.DENY };
  };
  return mockServices.permissions.mock({
    authorize: async queries =>
      queries.map(query => {
        const ref = 'resourceRef' in query ? query.resourceRef : undefined;
        if (rights() === 'owner' && ref === 'production/db')
          return { result: AuthorizeResult.ALLOW };
        const decision = decide(query.permission.name, false);
        return {
          result:
            decision.result === AuthorizeResult.ALLOW
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        };
      }),
    authorizeConditional: async queries =>
      queries.map(query => decide(query.permission.name, true)),
  }).factory;
}

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: 'production-db',
    namespace: 'default',
    annotations: { 'naytife.com/cnpg-clusters': 'production/db' },
  },
  spec: { type: 'postgresql', owner: 'group:default/commerce' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/commerce' }],
};

/** The repository's main branch, or another one as `branch:path`. `GIT_DOWN` takes it away. */
export const GIT_DOWN = 'git is down';
const repositoryOf = (files: Record<string, string>) =>
  mockServices.urlReader.mock({
    readUrl: async url => {
      if (GIT_DOWN in files) throw new Error('502 Bad Gateway');
      const [, branch, path] = /\/tree\/([^/]+)\/(.+)$/.exec(url) ?? [];
      const text = files[branch === 'main' ? path : `${branch}:${path}`];
      if (text === undefined) throw new NotFoundError(url);
      return { buffer: async () => Buffer.from(text) };
    },
  }).factory;

/** The whole plugin in a backend of its own. */
export async function startBackend(
  kubernetes: { url: string; token?: string },
  rights: () => Rights,
  change: object = {},
  files: Record<string, string> = {},
  more: BackendFeature[] = [],
) {
  const audit: { eventId: string; outcome: string }[] = [];
  const auditor = mockServices.auditor.mock({
    createEvent: async ({ eventId }) => ({
      success: async () => {
        audit.push({ eventId, outcome: 'success' });
      },
      fail: async () => {
        audit.push({ eventId, outcome: 'fail' });
      },
    }),
  });
  const backend = await startTestBackend({
    features: [
      cnpgPlugin,
      mockServices.rootConfig.factory({ data: config(kubernetes, change) }),
      permissions(rights),
      auditor.factory,
      metricsServiceMock.factory(),
      repositoryOf(files),
      catalogServiceMock.factory({ entities: [entity] }),
      ...more,
    ],
  });
  const agent = request(backend.server);
  const as = (test: request.Test) =>
    test.set('Authorization', mockCredentials.user.header());
  return {
    backend,
    audit,
    get: (path: string) => as(agent.get(`/api/cnpg${path}`)),
    post: (path: string, body?: object) =>
      as(agent.post(`/api/cnpg${path}`)).send(body),
    anonymous: (path: string) =>
      agent
        .get(`/api/cnpg${path}`)
        .set('Authorization', mockCredentials.none.header()),
  };
}

export async function eventually<T>(
  ask: () => Promise<T>,
  good: (value: T) => boolean,
  ms = 15_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await ask();
    if (good(value) || Date.now() > end) return value;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
