import { ClusterDetailView } from '@naytife/backstage-plugin-cnpg-common';
import { CnpgApi } from '../api/CnpgApi';

/** A healthy, recoverable database; change what a test is about. */
export function aCluster(
  change: Partial<ClusterDetailView> = {},
): ClusterDetailView {
  return {
    ref: 'production/db',
    environment: 'production',
    environmentTitle: 'Production',
    name: 'db',
    namespace: 'shop',
    kubernetesCluster: 'k1',
    postgresVersion: '15.14',
    instances: 3,
    readyInstances: 3,
    revision: 1,
    health: { light: 'green', word: 'Healthy', reasons: [] },
    recoverability: {
      light: 'green',
      word: 'Recoverable',
      archive: { way: 'plugin', serverName: 'db', objectStoreName: 'store' },
      window: {
        start: '2026-11-20T02:00:00Z',
        end: '2026-11-24T12:00:00Z',
        endIsKnown: true,
      },
      baseBackups: [
        {
          name: 'b1',
          backupId: 'i',
          stoppedAt: '2026-11-24T02:03:00Z',
          endWalArchived: true,
          pruned: false,
        },
      ],
      reasons: [],
    },
    instancesList: [
      {
        name: 'db-2',
        role: 'replica',
        ready: 'yes',
        fenced: false,
        streaming: 'yes',
        lagSeconds: 0.2,
      },
      {
        name: 'db-1',
        role: 'primary',
        ready: 'yes',
        fenced: false,
        timeline: 1,
      },
    ],
    backups: [],
    schedules: [],
    poolers: [],
    connections: [
      {
        label: 'Read and write',
        host: 'db-rw.shop.svc',
        port: 5432,
        database: 'app',
        user: 'app',
        secretName: 'db-app',
      },
    ],
    events: [],
    unreadable: [],
    source: { kubernetesCluster: 'k1', state: 'synced', kinds: [] },
    rpoPromiseSeconds: 60,
    rtoPromiseSeconds: 900,
    asked: { size: 'medium', instances: 3, version: '15', pooler: true },
    deletion: { protected: false, twoSteps: false },
    hibernation: 'awake',
    now: '2026-11-24T12:00:10Z',
    ...change,
  };
}

type Listener = Parameters<CnpgApi['subscribe']>[0];

/** An API that answers what it is told, and lets a test send changes. */
export function anApi(answers: Partial<CnpgApi> = {}) {
  const listeners = new Set<Listener>();
  const refuse = async () => {
    throw new Error('not asked for in this test');
  };
  const api: CnpgApi = {
    getEnvironments: refuse,
    getClusters: refuse,
    getMigrations: async () => ({ items: [] }),
    getMigration: refuse,
    getPromises: async () => ({ items: [] }),
    getFleetPromises: async () => ({ items: [] }),
    getCluster: async () => aCluster(),
    preflight: async () => ({
      verdict: 'proven',
      lossSeconds: 10,
      reasons: [],
    }),
    backUpNow: async () => ({ name: 'db-manual-1' }),
    checkName: async () => ({ findings: [] }),
    preview: refuse,
    subscribe: listener => {
      listeners.add(listener);
      listener.onState('live');
      return () => listeners.delete(listener);
    },
    ...answers,
  };
  return {
    api,
    changed: (ref: string) =>
      listeners.forEach(listener => listener.onChange(ref)),
    state: (state: 'live' | 'reconnecting') =>
      listeners.forEach(listener => listener.onState(state)),
  };
}
