import { FetchApi } from '@backstage/core-plugin-api';
import {
  CnpgClient,
  RestoreTarget,
  SpecKind,
  createCnpgClient,
} from '@naytife/backstage-plugin-cnpg-common';
import { ChangeListener, ClusterRef, CnpgApi, CnpgApiError } from './CnpgApi';
import { ChangeStream } from './ChangeStream';

interface Answer<T> {
  data?: T;
  error?: { error?: { message?: string } };
  response: Response;
}

function unwrap<T>({ data, error, response }: Answer<T>): T {
  if (data !== undefined) return data;
  throw new CnpgApiError(
    response.status,
    error?.error?.message ?? `${response.status} ${response.statusText}`,
  );
}

/** The API over Backstage's fetch, which adds the user's token and resolves `plugin://`. @public */
export class CnpgApiClient implements CnpgApi {
  private readonly client: CnpgClient;
  private readonly changes: ChangeStream;

  constructor(fetchApi: FetchApi) {
    // openapi-fetch wants an absolute base; the plugin protocol is put in place of it again before the request leaves.
    const base = 'http://cnpg.plugin';
    this.client = createCnpgClient({
      baseUrl: base,
      fetch: async request =>
        fetchApi.fetch(request.url.replace(base, 'plugin://cnpg'), {
          method: request.method,
          headers: { 'content-type': 'application/json' },
          body: request.method === 'GET' ? undefined : await request.text(),
        }),
    });
    this.changes = new ChangeStream(signal =>
      fetchApi.fetch('plugin://cnpg/changes', {
        signal,
        headers: { accept: 'text/event-stream' },
      }),
    );
  }

  async getEnvironments() {
    return unwrap(await this.client.request('get', '/environments'));
  }

  async getClusters() {
    return unwrap(await this.client.request('get', '/clusters'));
  }

  async getCluster(path: ClusterRef) {
    return unwrap(
      await this.client.request('get', '/clusters/{environment}/{name}', {
        params: { path },
      }),
    );
  }

  async preflight(path: ClusterRef, target: RestoreTarget) {
    return unwrap(
      await this.client.request(
        'post',
        '/clusters/{environment}/{name}/preflight',
        {
          params: { path },
          body: { target },
        },
      ),
    );
  }

  async backUpNow(path: ClusterRef) {
    return unwrap(
      await this.client.request(
        'post',
        '/clusters/{environment}/{name}/backups',
        {
          params: { path },
        },
      ),
    );
  }

  async checkName(path: ClusterRef) {
    return unwrap(
      await this.client.request(
        'get',
        '/environments/{environment}/names/{name}',
        { params: { path } },
      ),
    );
  }

  async preview(kind: SpecKind, spec: Record<string, unknown>) {
    return unwrap(
      await this.client.request('post', `/manifests/${kind}` as const, {
        body: { spec },
      }),
    );
  }

  async getPromises(path: ClusterRef) {
    return unwrap(
      await this.client.request(
        'get',
        '/clusters/{environment}/{name}/promises',
        { params: { path } },
      ),
    );
  }

  async getFleetPromises() {
    return unwrap(await this.client.request('get', '/promises'));
  }

  async getMigrations() {
    return unwrap(await this.client.request('get', '/migrations'));
  }

  async getMigration(path: ClusterRef) {
    return unwrap(
      await this.client.request('get', '/migrations/{environment}/{name}', {
        params: { path },
      }),
    );
  }

  subscribe(listener: ChangeListener) {
    return this.changes.subscribe(listener);
  }
}
