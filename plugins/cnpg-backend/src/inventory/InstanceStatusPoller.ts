import {
  InstanceStatus,
  parseInstanceStatus,
} from '@naytife/backstage-plugin-cnpg-common';
import { ClusterConnection } from './ClusterConnection';

const OLD_MS = 120_000;

/** Asks each primary, through the API server, how its WAL is doing. In the background: a page never waits for it. */
export class InstanceStatusPoller {
  private readonly known = new Map<string, InstanceStatus>();

  constructor(
    private readonly intervalMs: number,
    private readonly onChange: (
      connection: ClusterConnection,
      namespace: string,
      cluster: string,
    ) => void,
  ) {}

  async run(connection: ClusterConnection, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const cluster of connection.list('clusters') ?? []) {
        const pod = cluster.status?.currentPrimary;
        const { namespace, name } = cluster.meta;
        if (
          pod &&
          !signal.aborted &&
          connection.get('pods', namespace, pod)?.ready
        )
          await this.ask(connection, namespace, name, pod, signal);
      }
      await new Promise(resolve =>
        setTimeout(resolve, this.intervalMs).unref(),
      );
    }
  }

  private async ask(
    connection: ClusterConnection,
    namespace: string,
    cluster: string,
    pod: string,
    signal: AbortSignal,
  ): Promise<void> {
    // The instance manager answers by https since 1.24, by http before or where TLS is off.
    for (const scheme of ['https:', '']) {
      try {
        const body = await connection.api.json<unknown>(
          `/api/v1/namespaces/${namespace}/pods/${scheme}${pod}:8000/proxy/pg/status`,
          { signal, timeoutMs: 5_000 },
        );
        const key = `${connection.name}/${namespace}/${cluster}`;
        const before = this.known.get(key);
        const now = parseInstanceStatus(pod, body, new Date().toISOString());
        this.known.set(key, now);
        const { observedAt: _a, ...left } = now;
        const { observedAt: _b, ...right } = before ?? now;
        if (!before || JSON.stringify(left) !== JSON.stringify(right))
          this.onChange(connection, namespace, cluster);
        return;
      } catch {
        // Not known is said by leaving it out; it ages away below.
      }
    }
  }

  /** What the primary said lately; undefined when it did not, or too long ago to count. */
  get(
    connection: ClusterConnection,
    namespace: string,
    cluster: string,
  ): InstanceStatus | undefined {
    const status = this.known.get(`${connection.name}/${namespace}/${cluster}`);
    return status && Date.now() - Date.parse(status.observedAt) < OLD_MS
      ? status
      : undefined;
  }
}
