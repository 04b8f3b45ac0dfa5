import { Cluster, parseCluster } from '@naytife/backstage-plugin-cnpg-common';
import { KubeObject } from '../apiserver/objects';
import { KubeClient } from './KubeClient';
import { World } from './World';

export const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');
export const micro = () => new Date().toISOString().replace('Z', '000Z');

export const WAITING = {
  phase: 'Waiting for the instances to become active',
  phaseReason: 'Some instances are not yet active. Please wait.',
};
export const HEALTHY = { phase: 'Cluster in healthy state', phaseReason: null };

/** What the operator tells of an archive that does not take WAL, in the plugin's words. */
export const ARCHIVE_ERROR =
  'rpc error: code = Unknown desc = unexpected failure invoking barman-cloud-wal-archive: exit status 4';

/** One cluster under the operator's hand: reads it fresh, writes its status, tells events. */
export class Context {
  private events = 0;

  constructor(
    readonly client: KubeClient,
    readonly world: World,
    readonly namespace: string,
    readonly name: string,
  ) {}

  get key() {
    return `${this.namespace}/${this.name}`;
  }

  async raw(): Promise<KubeObject | undefined> {
    return this.client.find('Cluster', this.namespace, this.name);
  }

  /** @throws when the cluster is gone: its life ends there. */
  async cluster(): Promise<Cluster> {
    const { object } = parseCluster(
      await this.client.get('Cluster', this.namespace, this.name),
    );
    if (!object) throw new Error(`${this.key} cannot be read`);
    return object;
  }

  async status(status: object): Promise<void> {
    await this.client.patchStatus('Cluster', this.namespace, this.name, status);
  }

  async condition(
    type: string,
    status: 'True' | 'False',
    reason: string,
    message: string,
    rest: object = {},
  ): Promise<void> {
    const raw = await this.client.get('Cluster', this.namespace, this.name);
    const conditions = (raw.status?.conditions ?? []) as {
      type: string;
      status: string;
      reason: string;
      message: string;
    }[];
    const current = conditions.find(item => item.type === type);
    if (
      current &&
      current.status === status &&
      current.reason === reason &&
      current.message === message
    ) {
      if (Object.keys(rest).length) await this.status(rest);
      return;
    }
    const next = { lastTransitionTime: now(), message, reason, status, type };
    await this.status({
      ...rest,
      conditions: current
        ? conditions.map(item => (item.type === type ? next : item))
        : [...conditions, next],
    });
  }

  async owner() {
    const raw = await this.client.get('Cluster', this.namespace, this.name);
    return {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      name: this.name,
      uid: raw.metadata.uid ?? '',
      controller: true,
    };
  }

  async event(
    reason: string,
    message: string,
    type: 'Normal' | 'Warning' = 'Normal',
    about: { kind: string; name: string } = {
      kind: 'Cluster',
      name: this.name,
    },
  ): Promise<void> {
    this.events += 1;
    await this.client.ensure({
      kind: 'Event',
      metadata: {
        name: `${about.name}.${Date.now().toString(16)}${this.events}`,
        namespace: this.namespace,
      },
      type,
      reason,
      message,
      count: 1,
      firstTimestamp: now(),
      lastTimestamp: now(),
      involvedObject: {
        apiVersion: 'postgresql.cnpg.io/v1',
        kind: about.kind,
        name: about.name,
        namespace: this.namespace,
      },
      source: {
        component:
          about.kind === 'Cluster'
            ? 'cloudnative-pg'
            : `cloudnative-pg-${about.kind.toLowerCase()}`,
      },
    });
  }
}
