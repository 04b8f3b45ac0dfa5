import { EventEmitter } from 'node:events';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  KubeObject,
  StatusError,
  conflict,
  expired,
  notFound,
} from './objects';
import { ResourceType, groupResource } from './resources';

/** One change, as watchers see it. */
export interface Change {
  revision: number;
  resource: string;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
  /** The object before: a watcher of a label must learn that it lost it. */
  previous?: KubeObject;
}

/** How many changes a watcher may be behind before it is told 410. */
const HISTORY = 5000;

/** Objects with one revision counter for all, as etcd keeps them. */
export class Store {
  private readonly objects = new Map<
    string,
    { resource: ResourceType; object: KubeObject }
  >();
  private history: Change[] = [];
  private oldest = 1;
  private readonly changes = new EventEmitter().setMaxListeners(0);
  revision = 1;

  private key(
    resource: ResourceType,
    namespace: string | undefined,
    name: string,
  ) {
    return `${groupResource(resource)}/${
      resource.namespaced ? namespace : ''
    }/${name}`;
  }

  get(
    resource: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject {
    const entry = this.objects.get(this.key(resource, namespace, name));
    if (!entry) throw notFound(groupResource(resource), name);
    return entry.object;
  }

  find(
    resource: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    return this.objects.get(this.key(resource, namespace, name))?.object;
  }

  /** Ordered by key, as etcd answers. */
  list(
    resource: ResourceType,
    namespace: string | undefined,
  ): { key: string; object: KubeObject }[] {
    const prefix =
      namespace === undefined
        ? `${groupResource(resource)}/`
        : this.key(resource, namespace, '');
    return [...this.objects.entries()]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, { object }]) => ({ key, object }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  create(
    resource: ResourceType,
    object: KubeObject,
    dryRun: boolean,
  ): KubeObject {
    const { generateName } = object.metadata;
    const name =
      object.metadata.name ||
      (generateName ? `${generateName}${randomUUID().slice(0, 5)}` : '');
    const key = this.key(resource, object.metadata.namespace, name);
    if (this.objects.has(key)) {
      throw new StatusError(
        409,
        'AlreadyExists',
        `${groupResource(resource)} "${name}" already exists`,
        { name },
      );
    }
    const created: KubeObject = {
      ...object,
      metadata: {
        ...object.metadata,
        name,
        uid: randomUUID(),
        generation: 1,
        creationTimestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
      },
    };
    return dryRun ? created : this.write('ADDED', resource, key, created);
  }

  /** Replaces an object; a resourceVersion in it is an optimistic lock. */
  update(
    resource: ResourceType,
    object: KubeObject,
    dryRun: boolean,
  ): KubeObject {
    const { name, namespace, resourceVersion } = object.metadata;
    const current = this.get(resource, namespace, name);
    if (
      resourceVersion &&
      resourceVersion !== current.metadata.resourceVersion
    ) {
      throw conflict(
        groupResource(resource),
        name,
        'the object has been modified; please apply your changes to the latest version and try again',
      );
    }
    const specChanged = !isDeepStrictEqual(object.spec, current.spec);
    const updated: KubeObject = {
      ...object,
      metadata: {
        ...object.metadata,
        uid: current.metadata.uid,
        creationTimestamp: current.metadata.creationTimestamp,
        resourceVersion: current.metadata.resourceVersion,
        generation: (current.metadata.generation ?? 1) + (specChanged ? 1 : 0),
      },
    };
    // A write that changes nothing makes no revision, as on the real server.
    if (dryRun || isDeepStrictEqual(updated, current)) return updated;
    return this.write(
      'MODIFIED',
      resource,
      this.key(resource, namespace, name),
      updated,
    );
  }

  delete(
    resource: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject {
    const object = this.get(resource, namespace, name);
    const key = this.key(resource, namespace, name);
    this.objects.delete(key);
    this.emit('DELETED', resource, object, object);
    const dependents = [...this.objects.values()].filter(entry =>
      entry.object.metadata.ownerReferences?.some(
        owner => owner.uid === object.metadata.uid,
      ),
    );
    for (const { resource: type, object: dependent } of dependents) {
      if (
        this.find(type, dependent.metadata.namespace, dependent.metadata.name)
      ) {
        this.delete(
          type,
          dependent.metadata.namespace,
          dependent.metadata.name,
        );
      }
    }
    return object;
  }

  private write(
    type: Change['type'],
    resource: ResourceType,
    key: string,
    object: KubeObject,
  ): KubeObject {
    const stored = {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(this.revision + 1),
      },
    };
    const previous = this.objects.get(key)?.object;
    this.objects.set(key, { resource, object: stored });
    this.emit(type, resource, stored, previous);
    return stored;
  }

  private emit(
    type: Change['type'],
    resource: ResourceType,
    object: KubeObject,
    previous?: KubeObject,
  ) {
    this.revision += 1;
    const change: Change = {
      revision: this.revision,
      resource: groupResource(resource),
      type,
      object: {
        ...object,
        metadata: {
          ...object.metadata,
          resourceVersion: String(this.revision),
        },
      },
      previous,
    };
    this.history.push(change);
    if (this.history.length > HISTORY)
      this.compact(this.history[this.history.length - HISTORY].revision);
    this.changes.emit('change', change);
  }

  /** Forgets changes before a revision: watchers that want them are told 410. */
  compact(revision = this.revision + 1): void {
    this.history = this.history.filter(change => change.revision >= revision);
    this.oldest = revision;
  }

  /** Tells every watcher of a kind that the kind is gone. */
  endWatches(resource: ResourceType): void {
    this.changes.emit(`end ${groupResource(resource)}`);
  }

  /** Calls back when the kind goes. */
  onEnd(resource: ResourceType, callback: () => void): () => void {
    const event = `end ${groupResource(resource)}`;
    this.changes.on(event, callback);
    return () => this.changes.off(event, callback);
  }

  /** Calls back for each change after a revision, first those that already happened. */
  watch(
    resource: ResourceType,
    after: number,
    onChange: (change: Change) => void,
  ): () => void {
    if (after + 1 < this.oldest) {
      throw expired(`too old resource version: ${after} (${this.oldest})`);
    }
    const name = groupResource(resource);
    for (const change of this.history) {
      if (change.revision > after && change.resource === name) onChange(change);
    }
    const listener = (change: Change) => {
      if (change.resource === name) onChange(change);
    };
    this.changes.on('change', listener);
    return () => this.changes.off('change', listener);
  }

  isCompacted(revision: number): boolean {
    return revision + 1 < this.oldest;
  }
}
