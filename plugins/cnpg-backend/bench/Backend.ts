import { ChildProcess, fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { freePort } from '@naytife/cnpg-control-plane';
import { Kubernetes, configuration } from './configuration';
import { nameOf } from './data';
import { Settings } from './server';

/** The catalog entity whose tab is opened. */
export const entityOf = (index: number) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: nameOf(index),
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': nameOf(index) },
  },
  spec: { type: 'service', owner: 'o', lifecycle: 'production' },
});

/** One backend in a process of its own: with nothing, with our plugin, or with the kubernetes plugin. */
export class Backend {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** Seconds from the start of the process until it was ready. */
    readonly startUp: number,
  ) {}

  static async start(
    which: Settings['which'],
    kubernetes: Kubernetes,
  ): Promise<Backend> {
    const port = await freePort();
    const config = {
      app: { baseUrl: 'http://localhost' },
      backend: {
        baseUrl: `http://127.0.0.1:${port}`,
        listen: { host: '127.0.0.1', port },
        database: { client: 'better-sqlite3', connection: ':memory:' },
        auth: { dangerouslyDisableDefaultAuthPolicy: true },
      },
      ...configuration(kubernetes),
    };
    const entities = [entityOf(17)];
    const child = fork(join(__dirname, 'server.ts'), {
      execArgv: [...process.execArgv, '--expose-gc'],
      env: {
        ...process.env,
        LOG_LEVEL: 'error',
        NODE_ENV: 'production',
        BENCH_SETTINGS: JSON.stringify({ which, port, config, entities }),
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const began = Date.now();
    await new Promise<void>((resolve, reject) => {
      // The transform that runs TypeScript sends messages of its own.
      child.on('message', message => {
        if (typeof message === 'object' && 'ready' in message) resolve();
      });
      child.once('exit', code => reject(new Error(`${which} ended: ${code}`)));
    });
    return new Backend(
      child,
      `http://127.0.0.1:${port}/api`,
      (Date.now() - began) / 1000,
    );
  }

  /** Bytes in use after garbage collection. */
  memory(): Promise<number> {
    return new Promise(resolve => {
      const listen = (message: object) => {
        if (!('memory' in message)) return;
        this.child.off('message', listen);
        resolve(Number(message.memory));
      };
      this.child.on('message', listen);
      this.child.send('memory');
    });
  }

  /** Asks as lean as can be, and throws the answer away: what is measured is the server. */
  drain(path: string, body?: object): Promise<void> {
    return new Promise((resolve, reject) => {
      const text = body && JSON.stringify(body);
      const asked = request(
        `${this.url}${path}`,
        {
          agent: this.agent,
          method: text ? 'POST' : 'GET',
          headers: text ? { 'content-type': 'application/json' } : {},
        },
        response => {
          response.resume();
          response.once('end', () =>
            response.statusCode === 200
              ? resolve()
              : reject(new Error(`${path}: ${response.statusCode}`)),
          );
        },
      ).once('error', reject);
      asked.end(text);
    });
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.url}${path}`);
    if (!response.ok)
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async post(path: string, body: object): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    const gone = new Promise(resolve => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const hard = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(hard);
  }
}
