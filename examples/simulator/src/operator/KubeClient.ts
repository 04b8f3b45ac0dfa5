import { Agent, Response, fetch } from 'undici';
import { KubeObject, StatusError } from '../apiserver/objects';
import { RESOURCES, ResourceType, apiVersionOf } from '../apiserver/resources';

/** An object to create; its apiVersion follows from its kind. */
type NewObject = Pick<KubeObject, 'kind' | 'metadata' | 'spec' | 'status'> &
  Record<string, unknown>;

/** Where a Kubernetes API is, and who asks. */
export interface Endpoint {
  url: string;
  token: string;
  /** PEM of the CA that signed the server's certificate. */
  ca?: string;
}

/** A small client of the Kubernetes API: the operator is a client like any other and knows nothing of the server's inside. */
export class KubeClient {
  private readonly dispatcher: Agent;

  constructor(private readonly endpoint: Endpoint) {
    this.dispatcher = new Agent({
      connect: { ca: endpoint.ca },
      // A watch may be silent for long.
      bodyTimeout: 0,
    });
  }

  static resource(kind: string): ResourceType {
    const resource = RESOURCES.find(item => item.kind === kind);
    if (!resource) throw new Error(`The simulator knows no kind ${kind}.`);
    return resource;
  }

  private path(
    kind: string,
    namespace?: string,
    name?: string,
    sub?: string,
  ): string {
    const { group, version, plural, namespaced } = KubeClient.resource(kind);
    return [
      group ? `/apis/${group}/${version}` : `/api/${version}`,
      namespaced && namespace ? `/namespaces/${namespace}` : '',
      `/${plural}`,
      name ? `/${name}` : '',
      sub ? `/${sub}` : '',
    ].join('');
  }

  /**
   * Any request; the body goes as JSON.
   * @throws StatusError in the server's own words
   */
  async request(
    method: string,
    path: string,
    body?: object,
    contentType = 'application/json',
    signal?: AbortSignal,
  ): Promise<Response> {
    const { url, token } = this.endpoint;
    const response = await fetch(`${url}${path}`, {
      method,
      signal,
      dispatcher: this.dispatcher,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': contentType,
      },
      body: body && JSON.stringify(body),
    });
    if (response.ok) return response;
    const status = (await response.json().catch(() => ({}))) as {
      reason?: string;
      message?: string;
    };
    throw new StatusError(
      response.status,
      status.reason ?? 'Unknown',
      status.message ?? response.statusText,
    );
  }

  private async json<T = KubeObject>(
    ...args: Parameters<KubeClient['request']>
  ): Promise<T> {
    return (await this.request(...args)).json() as Promise<T>;
  }

  get(kind: string, namespace: string, name: string): Promise<KubeObject> {
    return this.json('GET', this.path(kind, namespace, name));
  }

  async find(
    kind: string,
    namespace: string,
    name: string,
  ): Promise<KubeObject | undefined> {
    return this.get(kind, namespace, name).catch(error => {
      if (error instanceof StatusError && error.code === 404) return undefined;
      throw error;
    });
  }

  async list(
    kind: string,
    namespace?: string,
    labels?: string,
  ): Promise<{ items: KubeObject[]; resourceVersion: string }> {
    const query = labels ? `?labelSelector=${encodeURIComponent(labels)}` : '';
    const list = await this.json<{
      items: KubeObject[];
      metadata: { resourceVersion: string };
    }>('GET', `${this.path(kind, namespace)}${query}`);
    return {
      items: list.items,
      resourceVersion: list.metadata.resourceVersion,
    };
  }

  /** Creates; an object that is there already is left as it is. */
  async ensure(object: NewObject): Promise<KubeObject> {
    const { kind } = object;
    const full = {
      apiVersion: apiVersionOf(KubeClient.resource(kind)),
      ...object,
    } as KubeObject;
    try {
      const created = await this.json(
        'POST',
        this.path(kind, full.metadata.namespace),
        full,
      );
      return full.status && KubeClient.resource(kind).status
        ? await this.patchStatus(
            kind,
            full.metadata.namespace ?? '',
            created.metadata.name,
            full.status,
          )
        : created;
    } catch (error) {
      if (error instanceof StatusError && error.reason === 'AlreadyExists')
        return this.get(
          kind,
          full.metadata.namespace ?? '',
          full.metadata.name,
        );
      throw error;
    }
  }

  patch(
    kind: string,
    namespace: string,
    name: string,
    patch: object,
  ): Promise<KubeObject> {
    return this.json(
      'PATCH',
      this.path(kind, namespace, name),
      patch,
      'application/merge-patch+json',
    );
  }

  patchStatus(
    kind: string,
    namespace: string,
    name: string,
    status: object,
  ): Promise<KubeObject> {
    return this.json(
      'PATCH',
      this.path(kind, namespace, name, 'status'),
      { status },
      'application/merge-patch+json',
    );
  }

  /** Server-side apply, forced: what a GitOps reconciler does. */
  apply(object: KubeObject, manager: string): Promise<KubeObject> {
    return this.json(
      'PATCH',
      `${this.path(
        object.kind,
        object.metadata.namespace,
        object.metadata.name,
      )}?fieldManager=${manager}&force=true`,
      object,
      'application/apply-patch+yaml',
    );
  }

  /** Deletes at once: no kubelet is there to end a pod in its own time. What is gone already is no error. */
  async delete(kind: string, namespace: string, name: string): Promise<void> {
    await this.request('DELETE', this.path(kind, namespace, name), {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      gracePeriodSeconds: 0,
      propagationPolicy: 'Background',
    }).catch(error => {
      if (!(error instanceof StatusError && error.code === 404)) throw error;
    });
  }

  /** Follows a kind from its list on; begins again when the connection or the revision is lost. */
  follow(
    kind: string,
    onChange: (
      type: 'ADDED' | 'MODIFIED' | 'DELETED',
      object: KubeObject,
    ) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const known = new Map<string, KubeObject>();
    const key = (object: KubeObject) =>
      `${object.metadata.namespace}/${object.metadata.name}`;
    const loop = async (first: boolean): Promise<void> => {
      const { items, resourceVersion } = await this.list(kind);
      const present = new Set(items.map(key));
      for (const [name, object] of known)
        if (!present.has(name)) onChange('DELETED', object);
      for (const object of items) {
        onChange(known.has(key(object)) ? 'MODIFIED' : 'ADDED', object);
        known.set(key(object), object);
      }
      const streaming = this.stream(
        kind,
        resourceVersion,
        (type, object) => {
          if (type === 'DELETED') known.delete(key(object));
          else known.set(key(object), object);
          onChange(type, object);
        },
        signal,
      )
        .catch(() => undefined)
        .then(async () => {
          if (signal.aborted) return;
          await new Promise(resolve => setTimeout(resolve, 200));
          await loop(false).catch(() => undefined);
        });
      if (!first) await streaming;
    };
    return loop(true);
  }

  private async stream(
    kind: string,
    resourceVersion: string,
    onChange: (
      type: 'ADDED' | 'MODIFIED' | 'DELETED',
      object: KubeObject,
    ) => void,
    signal: AbortSignal,
  ) {
    const response = await this.request(
      'GET',
      `${this.path(kind)}?watch=true&resourceVersion=${resourceVersion}`,
      undefined,
      undefined,
      signal,
    );
    let rest = '';
    for await (const chunk of response.body ?? []) {
      const lines = (rest + Buffer.from(chunk).toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.filter(Boolean)) {
        const { type, object } = JSON.parse(line) as {
          type: string;
          object: KubeObject;
        };
        if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED')
          onChange(type, object);
      }
    }
  }
}
