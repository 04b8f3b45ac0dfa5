import { randomUUID } from 'node:crypto';
import { Request, Response } from 'express';
import { KubeObject, StatusError, expired } from './objects';
import { ResourceType, apiVersionOf } from './resources';
import { Change, Store } from './Store';

const BOOKMARK_MS = 60_000;
/** The last bookmark comes so long before a watch ends by itself. */
const FAREWELL_MS = 2_000;
const DEFAULT_SECONDS = 3600;

/**
 * Answers a watch: what happened after a revision, then what happens, with bookmarks, until the timeout. Like the real
 * server's, a watch from too long ago is answered with 200 and one ERROR event.
 */
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
  const lasts = Number(req.query.timeoutSeconds ?? DEFAULT_SECONDS) * 1000;
  const fromNow = !version || version === '0';
  const from = fromNow ? store.revision : Number(version);
  const send = (type: string, object: unknown) =>
    res.write(`${JSON.stringify({ type, object })}\n`);
  const fits = (object: KubeObject | undefined) =>
    object !== undefined &&
    (namespace === undefined || object.metadata.namespace === namespace) &&
    matches(object);
  const onChange = ({ type, object, previous }: Change) => {
    const [before, after] = [
      fits(previous),
      type !== 'DELETED' && fits(object),
    ];
    // What stops matching the selector is gone for this watcher, and what begins to is new.
    if (after) send(before ? 'MODIFIED' : 'ADDED', object);
    else if (before) send('DELETED', object);
  };
  res.status(200).set('Content-Type', 'application/json');
  res.flushHeaders();
  if (fromNow)
    for (const { object } of store.list(resource, namespace))
      if (matches(object)) send('ADDED', object);
  let stop: () => void;
  try {
    stop = store.watch(resource, from, onChange);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    send('ERROR', error.toStatus());
    res.end();
    return;
  }
  const bookmark = () => {
    // Only what is newer than where the watch began is worth a bookmark.
    if (bookmarks && store.revision > from)
      send('BOOKMARK', {
        kind: resource.kind,
        apiVersion: apiVersionOf(resource),
        metadata: {
          resourceVersion: String(store.revision),
          creationTimestamp: null,
        },
      });
  };
  const beat = setInterval(bookmark, BOOKMARK_MS);
  const farewell = setTimeout(bookmark, Math.max(0, lasts - FAREWELL_MS));
  const end = setTimeout(() => res.end(), lasts);
  const stopEnd = store.onEnd(resource, () => res.end());
  res.on('close', () => {
    clearInterval(beat);
    clearTimeout(farewell);
    clearTimeout(end);
    stop();
    stopEnd();
  });
}

interface Page {
  rest: { key: string; object: KubeObject }[];
  revision: number;
}

const EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.';

/** Lists in pages. What a first page left is kept as it was then: a page shows its list's revision, not what was written since. */
export class Lister {
  private readonly pages = new Map<string, Page>();

  constructor(private readonly store: Store) {}

  private page(token: string): Page {
    const page = this.pages.get(token);
    if (!page)
      throw new StatusError(400, 'BadRequest', 'continue key is not valid');
    if (this.store.isCompacted(page.revision)) throw expired(EXPIRED);
    return page;
  }

  answer(
    resource: ResourceType,
    namespace: string | undefined,
    matches: (object: KubeObject) => boolean,
    query: Request['query'],
  ) {
    const limit = Number(query.limit ?? 0);
    const { rest, revision } = query.continue
      ? this.page(String(query.continue))
      : {
          rest: this.store
            .list(resource, namespace)
            .filter(({ object }) => matches(object)),
          revision: this.store.revision,
        };
    const shown = limit > 0 ? rest.slice(0, limit) : rest;
    const left = rest.slice(shown.length);
    const token = left.length ? randomUUID() : undefined;
    if (token) this.pages.set(token, { rest: left, revision });
    return {
      kind: `${resource.kind}List`,
      apiVersion: apiVersionOf(resource),
      metadata: {
        resourceVersion: String(revision),
        ...(token ? { continue: token, remainingItemCount: left.length } : {}),
      },
      items: shown.map(({ object }) => object),
    };
  }
}
