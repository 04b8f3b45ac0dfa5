import { Request, Response } from 'express';
import { KubeObject, StatusError } from './objects';
import { ResourceType, apiVersionOf } from './resources';
import { Change, Store } from './Store';

const BOOKMARK_MS = 5_000;

/** Answers a watch: what happened after a revision, then what happens, with bookmarks, until the timeout. */
export function serveWatch(
  store: Store,
  resource: ResourceType,
  namespace: string | undefined,
  matches: (object: KubeObject) => boolean,
  req: Request,
  res: Response,
): void {
  const version = String(req.query.resourceVersion ?? '');
  const bookmarks =
    req.query.allowWatchBookmarks === 'true' ||
    req.query.allowWatchBookmarks === '1';
  const seconds = Number(req.query.timeoutSeconds ?? 3600);
  const from = !version || version === '0' ? store.revision : Number(version);
  const seen = new Set<string>();
  const send = (type: string, object: unknown) =>
    res.write(`${JSON.stringify({ type, object })}\n`);
  const key = (object: KubeObject) =>
    `${object.metadata.namespace}/${object.metadata.name}`;
  const backlog: Change[] = [];
  let live = false;
  const onChange = (change: Change) => {
    if (!live) {
      backlog.push(change);
      return;
    }
    const { object } = change;
    if (namespace !== undefined && object.metadata.namespace !== namespace)
      return;
    const fits = matches(object);
    if (change.type === 'DELETED' || !fits) {
      // An object that stops matching the selector is gone for this watcher.
      if (fits || seen.has(key(object))) send('DELETED', object);
      seen.delete(key(object));
      return;
    }
    send(change.type, object);
    seen.add(key(object));
  };
  // Throws 410 before anything is sent.
  const stop = store.watch(resource, from, onChange);
  res.status(200).set('Content-Type', 'application/json');
  res.flushHeaders();
  live = true;
  if (!version || version === '0') {
    for (const { object } of store.list(resource, namespace)) {
      if (matches(object)) {
        send('ADDED', object);
        seen.add(key(object));
      }
    }
  }
  backlog.forEach(onChange);
  const beat = setInterval(() => {
    if (bookmarks)
      send('BOOKMARK', {
        kind: resource.kind,
        apiVersion: apiVersionOf(resource),
        metadata: {
          resourceVersion: String(store.revision),
          creationTimestamp: null,
        },
      });
  }, BOOKMARK_MS);
  const end = setTimeout(() => res.end(), seconds * 1000);
  res.on('close', () => {
    clearInterval(beat);
    clearTimeout(end);
    stop();
  });
}

/** Answers a list in pages. A continue token outlives neither the compaction of its revision. */
export function serveList(
  store: Store,
  resource: ResourceType,
  namespace: string | undefined,
  matches: (object: KubeObject) => boolean,
  query: Request['query'],
) {
  const limit = Number(query.limit ?? 0);
  let after = '';
  let revision = store.revision;
  if (typeof query.continue === 'string' && query.continue) {
    try {
      const token: { after: string; revision: number } = JSON.parse(
        Buffer.from(query.continue, 'base64url').toString(),
      );
      ({ after, revision } = token);
    } catch {
      throw new StatusError(400, 'BadRequest', 'continue key is not valid');
    }
    if (store.isCompacted(revision))
      throw new StatusError(
        410,
        'Expired',
        'The provided continue parameter is too old to display a consistent list result.',
      );
  }
  const all = store
    .list(resource, namespace)
    .filter(({ key, object }) => key > after && matches(object));
  const page = limit > 0 ? all.slice(0, limit) : all;
  const more = page.length < all.length;
  return {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: {
      resourceVersion: String(revision),
      ...(more
        ? {
            continue: Buffer.from(
              JSON.stringify({ after: page[page.length - 1].key, revision }),
            ).toString('base64url'),
            remainingItemCount: all.length - page.length,
          }
        : {}),
    },
    items: page.map(({ object }) => object),
  };
}
