import fetch, { Response } from 'node-fetch';
import { KubernetesCluster } from '../config';

/** Why a Kubernetes API did not answer as asked. */
export type KubeErrorKind =
  | 'unauthorized'
  | 'forbidden'
  | 'crdMissing'
  | 'unreachable'
  | 'timeout'
  | 'expired'
  | 'conflict'
  | 'invalid'
  | 'other';

export class KubeError extends Error {
  constructor(readonly kind: KubeErrorKind, message: string) {
    super(message);
  }
}

const KINDS: Record<number, KubeErrorKind> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'crdMissing',
  409: 'conflict',
  410: 'expired',
  400: 'invalid',
  422: 'invalid',
};
const REQUEST_TIMEOUT_MS = 10_000;

/** Requests to one Kubernetes API, with errors that say which kind they are of. Never puts a token into one. */
export class KubeApi {
  constructor(private readonly cluster: KubernetesCluster) {}

  get name(): string {
    return this.cluster.name;
  }

  /** @throws KubeError */
  async request(
    path: string,
    options: {
      method?: string;
      body?: object;
      signal?: AbortSignal;
      timeoutMs?: number;
    } = {},
  ): Promise<Response> {
    const { kubeConfig } = this.cluster;
    const server = kubeConfig.getCurrentCluster()?.server ?? '';
    const timeout = new AbortController();
    const timer = setTimeout(
      () => timeout.abort(),
      options.timeoutMs ?? REQUEST_TIMEOUT_MS,
    );
    const abort = () => timeout.abort();
    options.signal?.addEventListener('abort', abort);
    try {
      const init = await kubeConfig.applyToFetchOptions({});
      const response = await fetch(`${server}${path}`, {
        method: options.method ?? 'GET',
        agent: init.agent,
        headers: {
          ...Object.fromEntries(
            new Headers(init.headers as Record<string, string> | undefined),
          ),
          accept: 'application/json',
          'content-type': 'application/json',
        },
        body: options.body && JSON.stringify(options.body),
        signal: timeout.signal as never,
      });
      if (response.ok) return response;
      const status = (await response.json().catch(() => ({}))) as {
        message?: string;
      };
      throw new KubeError(
        KINDS[response.status] ?? 'other',
        status.message ?? `HTTP ${response.status}`,
      );
    } catch (error) {
      if (error instanceof KubeError) throw error;
      if (options.signal?.aborted) throw new KubeError('other', 'stopped');
      if (timeout.signal.aborted)
        throw new KubeError(
          'timeout',
          `no answer within ${
            (options.timeoutMs ?? REQUEST_TIMEOUT_MS) / 1000
          } s`,
        );
      throw new KubeError(
        'unreachable',
        error instanceof Error ? error.message : String(error),
      );
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
    }
  }

  async json<T>(
    path: string,
    options?: Parameters<KubeApi['request']>[1],
  ): Promise<T> {
    return (await (await this.request(path, options)).json()) as T;
  }
}
