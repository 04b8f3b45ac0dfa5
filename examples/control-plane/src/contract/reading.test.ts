import {
  CLUSTERS,
  MERGE,
  SUBJECTS,
  Subject,
  aCluster,
  begin,
  call,
  watch,
} from './subjects';

jest.setTimeout(60_000);

describe.each(SUBJECTS)('%s, read', (_name, start) => {
  let subject: Subject;
  const get = (path: string) => call(subject.admin, 'GET', path);
  const create = (name: string) =>
    call(subject.admin, 'POST', CLUSTERS, aCluster(name));
  const label = (name: string, value: string) =>
    call(
      subject.admin,
      'PATCH',
      `${CLUSTERS}/${name}`,
      { metadata: { labels: { x: value } } },
      MERGE,
    );

  beforeAll(async () => {
    subject = await begin(start);
    for (const name of ['a', 'b', 'c']) await create(name);
  });
  afterAll(() => subject?.stop());

  it('lists in pages of one revision, and ends', async () => {
    const first = await get(`${CLUSTERS}?limit=2`);
    expect(first.body.items.map(item => item.metadata.name)).toEqual([
      'a',
      'b',
    ]);
    expect(first.body.metadata.remainingItemCount).toBe(1);
    await label('c', 'meanwhile');
    const second = await get(
      `${CLUSTERS}?limit=2&continue=${first.body.metadata.continue}`,
    );
    expect(second.body.items.map(item => item.metadata.name)).toEqual(['c']);
    expect(second.body.metadata.continue ?? '').toBe('');
    expect(second.body.metadata.resourceVersion).toBe(
      first.body.metadata.resourceVersion,
    );
    // A page shows the state of the list's revision, not what was written since.
    expect(second.body.items[0].metadata.labels).toBeUndefined();
  });

  it('selects by label', async () => {
    await label('b', 'chosen');
    const { body } = await get(`${CLUSTERS}?labelSelector=x%3Dchosen`);
    expect(body.items.map(item => item.metadata.name)).toEqual(['b']);
  });

  it('refuses a continue token that is none', async () => {
    expect((await get(`${CLUSTERS}?limit=1&continue=nonsense`)).status).toBe(
      400,
    );
  });

  it('streams what happened since a revision, and what happens', async () => {
    const { body } = await get(CLUSTERS);
    await create('w');
    const watching = watch(
      subject.admin,
      `${CLUSTERS}?watch=true&resourceVersion=${body.metadata.resourceVersion}`,
      events => events.some(event => event.type === 'DELETED'),
    );
    await label('w', '1');
    await call(subject.admin, 'DELETE', `${CLUSTERS}/w`);
    const events = await watching;
    expect(events.map(event => event.type)).toEqual([
      'ADDED',
      'MODIFIED',
      'DELETED',
    ]);
    const versions = events.map(event =>
      Number(event.object.metadata.resourceVersion),
    );
    expect([...versions].sort((a, b) => a - b)).toEqual(versions);
    expect(new Set(versions).size).toBe(3);
  });

  it.each(['', '&resourceVersion=0'])(
    'begins a watch without a revision ("%s") with all that is there',
    async query => {
      const events = await watch(
        subject.admin,
        `${CLUSTERS}?watch=true${query}`,
        seen => seen.length >= 3,
      );
      expect(
        events
          .map(event => `${event.type} ${event.object.metadata.name}`)
          .sort(),
      ).toEqual(['ADDED a', 'ADDED b', 'ADDED c']);
    },
  );

  it('tells a watcher of one label that an object left it', async () => {
    await label('a', 'here');
    const { body } = await get(CLUSTERS);
    const watching = watch(
      subject.admin,
      `${CLUSTERS}?watch=true&labelSelector=x%3Dhere&resourceVersion=${body.metadata.resourceVersion}`,
      events => events.length >= 1,
    );
    await label('a', 'gone');
    expect((await watching)[0].type).toBe('DELETED');
  });

  it('sends a bookmark before it ends a watch, from which another one goes on', async () => {
    const { body } = await get(CLUSTERS);
    const watching = watch(
      subject.admin,
      `${CLUSTERS}?watch=true&allowWatchBookmarks=true&timeoutSeconds=5&resourceVersion=${body.metadata.resourceVersion}`,
      () => false,
    );
    await label('b', 'progress');
    const events = await watching;
    const bookmark = events.at(-1);
    expect(bookmark).toMatchObject({
      type: 'BOOKMARK',
      object: { kind: 'Cluster' },
    });
    expect(bookmark?.object.metadata).not.toHaveProperty('name');
    await create('after');
    const resumed = await watch(
      subject.admin,
      `${CLUSTERS}?watch=true&resourceVersion=${bookmark?.object.metadata.resourceVersion}`,
      seen => seen.length >= 1,
    );
    expect(resumed.map(event => event.object.metadata.name)).toEqual(['after']);
    await call(subject.admin, 'DELETE', `${CLUSTERS}/after`);
  });

  it('ends a watch at its timeout', async () => {
    const began = Date.now();
    await watch(
      subject.admin,
      `${CLUSTERS}?watch=true&timeoutSeconds=1`,
      () => false,
    );
    expect(Date.now() - began).toBeLessThan(5_000);
  });

  it('tells 410 to a page and to a watch from too long ago: the watch by an ERROR event', async () => {
    const old = await get(`${CLUSTERS}?limit=1`);
    await label('a', 'later');
    await subject.forget();
    expect(
      await get(`${CLUSTERS}?limit=1&continue=${old.body.metadata.continue}`),
    ).toMatchObject({ status: 410, body: { reason: 'Expired' } });
    const [event] = await watch(
      subject.admin,
      `${CLUSTERS}?watch=true&resourceVersion=${old.body.metadata.resourceVersion}`,
      seen => seen.length >= 1,
    );
    expect(event).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired' },
    });
  });

  it('answers to a name that is not there with 404 and a Status', async () => {
    expect(await get(`${CLUSTERS}/nobody`)).toMatchObject({
      status: 404,
      body: {
        reason: 'NotFound',
        message: 'clusters.postgresql.cnpg.io "nobody" not found',
      },
    });
  });
});
