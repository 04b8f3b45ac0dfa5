import {
  InstanceStatus,
  parseInstanceStatus,
} from '@naytife/backstage-plugin-cnpg-common';
import pLimit from 'p-limit';
import { ClusterConnection } from './ClusterConnection';
import { pause } from './backoff';

const OLD_MS = 120_000;
const TIMEOUT_MS = 5_000;
/** A pod that does not answer must not keep the others waiting. */
const AT_ONCE = 8;
/** Whatever the number of clusters, the API server is not asked more often: a fleet of 1,000 is gone through in 50 s. */
const MAX_PER_SECOND = 20;

type Scheme = 'https:' | '';

/** Asks each primary, through the API server, how its WAL is doing. In the background: a page never waits for it. */
export class InstanceStatusPoller {
  private readonly known = new Map<string, InstanceStatus>();
  /** Which scheme a cluster's instances answered last: https since CNPG 1.24, http before or where TLS is off. */
  private readonly schemes = new Map<string, Scheme>();

  constructor(
    private readonly intervalMs: number,
    private readonly onChange: (
      connection: ClusterConnection,
      namespace: string,
      cluster: string,
    ) => void,
  ) {}

  async run(connection: ClusterConnection, signal: AbortSignal): Promise<void> {
    const limit = pLimit(AT_ONCE);
    while (!signal.aborted) {
      const began = Date.now();
      const primaries = (connection.list('clusters') ?? []).flatMap(
        ({ meta: { namespace, name }, status }) => {
          const pod = status?.currentPrimary;
          return pod && connection.get('pods', namespace, pod)?.ready
            ? [{ namespace, name, pod }]
            : [];
        },
      );
      await Promise.all(
        primaries.map(({ namespace, name, pod }) =>
          limit(async () => {
            if (signal.aborted) return;
            const turn = pause((1000 * AT_ONCE) / MAX_PER_SECOND, signal);
            await this.ask(connection, namespace, name, pod, signal);
            if (primaries.length > AT_ONCE) await turn;
          }),
        ),
      );
      this.forget(connection);
      await pause(
        Math.max(0, this.intervalMs - (Date.now() - began)) || 1,
        signal,
      );
    }
  }

  private forget(connection: ClusterConnection): void {
    if (connection.sync.state !== 'synced') return;
    for (const key of this.known.keys()) {
      const [kubernetes, namespace, name] = key.split('/');
      if (
        kubernetes === connection.name &&
        !connection.get('clusters', namespace, name)
      ) {
        this.known.delete(key);
        this.schemes.delete(key);
      }
    }
  }

  private async ask(
    connection: ClusterConnection,
    namespace: string,
    cluster: string,
    pod: string,
    signal: AbortSignal,
  ): Promise<void> {
    const key = `${connection.name}/${namespace}/${cluster}`;
    const schemes: Scheme[] =
      this.schemes.get(key) === '' ? ['', 'https:'] : ['https:', ''];
    for (const scheme of schemes) {
      try {
        const body = await connection.api.json<unknown>(
          `/api/v1/namespaces/${namespace}/pods/${scheme}${pod}:8000/proxy/pg/status`,
          { signal, timeoutMs: TIMEOUT_MS },
        );
        this.schemes.set(key, scheme);
        const before = this.known.get(key);
        const now = parseInstanceStatus(
          pod,
          body,
          new Date(connection.api.now()).toISOString(),
        );
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
    return status &&
      connection.api.now() - Date.parse(status.observedAt) < OLD_MS
      ? status
      : undefined;
  }
}
