import { readFile } from 'node:fs/promises';
import { Agent as PlainAgent } from 'node:http';
import { Agent, RequestOptions } from 'node:https';
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
  | 'busy'
  | 'other';

export class KubeError extends Error {
  constructor(
    readonly kind: KubeErrorKind,
    message: string,
    /** What the server asked to wait (`Retry-After`), milliseconds. */
    readonly retryAfterMs = 0,
  ) {
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
  429: 'busy',
};
const REQUEST_TIMEOUT_MS = 10_000;
/** Smaller differences come from the Date header's whole seconds and from the way. */
const SKEW_NOTICED_MS = 5_000;

interface Options {
  method?: string;
  body?: object;
  signal?: AbortSignal;
  timeoutMs?: number;
}

/** Requests to one Kubernetes API, with errors that say which kind they are of. Never puts a token into one. */
export class KubeApi {
  private agent: Agent | PlainAgent | undefined;
  /** How far the server's clock is ahead of ours, milliseconds; what the cluster writes is measured by its own clock. */
  skewMs = 0;

  constructor(private readonly cluster: KubernetesCluster) {}

  get name(): string {
    return this.cluster.name;
  }

  /** Milliseconds since the epoch, by the clock of this Kubernetes cluster. */
  now(): number {
    return Date.now() + this.skewMs;
  }

  /** A token file is read anew each time: the kubelet rotates it. */
  private async authorization(): Promise<string | undefined> {
    const { kubeConfig, tokenFile } = this.cluster;
    if (tokenFile)
      return `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}`;
    const options: RequestOptions = {};
    await kubeConfig.applyToHTTPSOptions(options);
    return (options.headers as Record<string, string> | undefined)
      ?.Authorization;
  }

  /** One agent for all requests, so that connections are kept and TLS is agreed on once. */
  private async connection(): Promise<Agent | PlainAgent> {
    if (!this.agent) {
      const { kubeConfig } = this.cluster;
      const options: RequestOptions = {};
      await kubeConfig.applyToHTTPSOptions(options);
      const { ca, cert, key, rejectUnauthorized } = options;
      this.agent = kubeConfig.getCurrentCluster()?.server.startsWith('http:')
        ? new PlainAgent({ keepAlive: true })
        : new Agent({ keepAlive: true, ca, cert, key, rejectUnauthorized });
    }
    return this.agent;
  }

  private noteClock(response: Response): void {
    const theirs = Date.parse(response.headers.get('date') ?? '');
    if (Number.isNaN(theirs)) return;
    const skew = theirs - Date.now();
    this.skewMs = Math.abs(skew) < SKEW_NOTICED_MS ? 0 : skew;
  }

  /**
   * Asks, and gives the answer to `read` while the time limit runs, unless it is for a stream to be read without one.
   * @throws KubeError
   */
  private async ask<T>(
    path: string,
    options: Options,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const server = this.cluster.kubeConfig.getCurrentCluster()?.server ?? '';
    const limitMs = options.timeoutMs ?? REQUEST_TIMEOUT_MS;
    const stop = new AbortController();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      stop.abort();
    }, limitMs);
    const abort = () => stop.abort();
    options.signal?.addEventListener('abort', abort);
    try {
      const [authorization, agent] = await Promise.all([
        this.authorization(),
        this.connection(),
      ]);
      const response = await fetch(`${server}${path}`, {
        method: options.method ?? 'GET',
        agent,
        headers: {
          ...(authorization ? { authorization } : {}),
          accept: 'application/json',
          'content-type': 'application/json',
        },
        body: options.body && JSON.stringify(options.body),
        signal: stop.signal as never,
      });
      this.noteClock(response);
      if (response.ok) return await read(response);
      const status = (await response.json().catch(() => ({}))) as {
        message?: string;
      };
      throw new KubeError(
        KINDS[response.status] ?? 'other',
        status.message ?? `HTTP ${response.status}`,
        1000 * (Number(response.headers.get('retry-after')) || 0),
      );
    } catch (error) {
      if (error instanceof KubeError) throw error;
      if (options.signal?.aborted) throw new KubeError('other', 'stopped');
      if (late)
        throw new KubeError('timeout', `no answer within ${limitMs / 1000} s`);
      throw new KubeError(
        'unreachable',
        error instanceof Error ? error.message : String(error),
      );
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
    }
  }

  /**
   * The whole answer as JSON; a body that breaks off or stands still is an error like any other.
   * @throws KubeError
   */
  json<T>(path: string, options: Options = {}): Promise<T> {
    return this.ask(
      path,
      options,
      async response => (await response.json()) as T,
    );
  }

  /**
   * Opens a stream. The time limit is for its beginning; ending it is the reader's business.
   * @throws KubeError
   */
  stream(
    path: string,
    options: Options = {},
  ): Promise<NodeJS.ReadableStream & { destroy(): void }> {
    return this.ask(
      path,
      options,
      async response =>
        response.body as NodeJS.ReadableStream & { destroy(): void },
    );
  }
}
