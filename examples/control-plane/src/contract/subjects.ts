import {
  ApiServer,
  EVERYTHING,
  KubeClient,
  PolicyRule,
  StatusError,
} from '@naytife/cnpg-simulator';
import { ControlPlane } from '../ControlPlane';
import { installCrds, removeCrd } from '../crds';
import { crdFolders, hasControlPlane } from '../environment';

/** An API server under test: the simulated one, or the real one. */
export interface Subject {
  admin: KubeClient;
  /** A client that may do what the rules say. */
  as(name: string, rules: PolicyRule[]): Promise<KubeClient>;
  stranger: KubeClient;
  /** Lets everything that happened so far be too old for a watch or a page. */
  forget(): Promise<void>;
  uninstall(crd: string): Promise<void>;
  install(): Promise<void>;
  stop(): Promise<void>;
}

async function simulated(): Promise<Subject> {
  const server = new ApiServer();
  server.accounts.set('admin', { user: 'admin', rules: EVERYTHING });
  await server.listen();
  const client = (token: string) => new KubeClient({ url: server.url, token });
  const admin = client('admin');
  await admin.ensure({ kind: 'Namespace', metadata: { name: 'default' } });
  return {
    admin,
    as: async (name, rules) => {
      server.accounts.set(name, { user: name, rules });
      return client(name);
    },
    stranger: client('nobody'),
    forget: async () => server.store.compact(),
    uninstall: async crd => server.uninstall(crd),
    install: async () => server.missing.clear(),
    stop: () => server.close(),
  };
}

async function real(): Promise<Subject> {
  const plane = await ControlPlane.start({ crds: crdFolders() });
  const client = (token: string) =>
    new KubeClient({ ...plane.endpoint, token });
  return {
    admin: plane.admin,
    as: async (name, rules) =>
      client(await (await plane.account(name, rules)).token()),
    stranger: client('nobody'),
    forget: async () => {
      await plane.compact();
      await plane.restartApiServer();
    },
    uninstall: crd => removeCrd(plane.admin, crd),
    install: async () => {
      await installCrds(plane.admin, crdFolders());
    },
    stop: () => plane.stop(),
  };
}

/** The simulated server always; the real one where there is one. */
export const SUBJECTS: [string, () => Promise<Subject>][] = [
  ['the simulated API server', simulated],
  ...(hasControlPlane()
    ? ([['a real kube-apiserver', real]] as [string, () => Promise<Subject>][])
    : []),
];

/** An answer, also where it is a refusal. */
export interface Answer {
  status: number;
  body: Body;
}
export interface Body {
  kind?: string;
  message?: string;
  reason?: string;
  code?: number;
  metadata: Record<string, string> & {
    generation?: number;
    remainingItemCount?: number;
    managedFields?: {
      manager: string;
      operation: string;
      fieldsV1: object;
    }[];
    ownerReferences?: object[];
  };
  items: Body[];
  spec: Record<string, unknown>;
  status?: Record<string, unknown>;
}

export const MERGE = 'application/merge-patch+json';
export const APPLY = 'application/apply-patch+yaml';

export async function call(
  client: KubeClient,
  method: string,
  path: string,
  body?: object,
  type = 'application/json',
): Promise<Answer> {
  try {
    const response = await client.request(method, path, body, type);
    return {
      status: response.status,
      body: (await response.json()) as Body,
    };
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { status: error.code, body: error.toStatus() as unknown as Body };
  }
}

export const NAMESPACE = 'contract';
export const CLUSTERS = `/apis/postgresql.cnpg.io/v1/namespaces/${NAMESPACE}/clusters`;
export const aCluster = (name: string, spec: object = {}) => ({
  apiVersion: 'postgresql.cnpg.io/v1',
  kind: 'Cluster',
  metadata: { name },
  spec: { instances: 1, storage: { size: '1Gi' }, ...spec },
});

/** Starts one, with the namespace that the contract is tested in. */
export async function begin(start: () => Promise<Subject>): Promise<Subject> {
  const subject = await start();
  await subject.admin.ensure({
    kind: 'Namespace',
    metadata: { name: NAMESPACE },
  });
  return subject;
}

export interface WatchEvent {
  type: string;
  object: Body;
}

/** Reads a watch until `enough`, or until the server ends it. */
export async function watch(
  client: KubeClient,
  path: string,
  enough: (events: WatchEvent[]) => boolean,
): Promise<WatchEvent[]> {
  const stop = new AbortController();
  const response = await client.request(
    'GET',
    path,
    undefined,
    undefined,
    stop.signal,
  );
  const events: WatchEvent[] = [];
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const lines = (rest + Buffer.from(chunk).toString()).split('\n');
    rest = lines.pop() ?? '';
    events.push(
      ...lines.filter(Boolean).map(line => JSON.parse(line) as WatchEvent),
    );
    if (enough(events)) break;
  }
  stop.abort();
  return events;
}
