import {
  APPLY,
  Answer,
  CLUSTERS,
  MERGE,
  NAMESPACE,
  SUBJECTS,
  Subject,
  aCluster,
  begin,
  call,
} from './subjects';

jest.setTimeout(60_000);

describe.each(SUBJECTS)('%s, written to', (_name, start) => {
  let subject: Subject;
  let counter = 0;
  let name: string;

  const ask = (method: string, path: string, body?: object, type?: string) =>
    call(subject.admin, method, path, body, type);
  const create = (spec: object = {}, query = '') =>
    ask('POST', `${CLUSTERS}${query}`, aCluster(name, spec));
  const read = () => ask('GET', `${CLUSTERS}/${name}`);
  const merge = (patch: object, sub = '') =>
    ask('PATCH', `${CLUSTERS}/${name}${sub}`, patch, MERGE);
  const apply = (manager: string, spec: object, query = ''): Promise<Answer> =>
    ask(
      'PATCH',
      `${CLUSTERS}/${name}?fieldManager=${manager}${query}`,
      aCluster(name, spec),
      APPLY,
    );

  beforeAll(async () => {
    subject = await begin(start);
  });
  afterAll(() => subject?.stop());
  beforeEach(() => {
    counter += 1;
    name = `db${counter}`;
  });

  it('gives a new object uid, version, generation and time of its own, whatever the client says', async () => {
    const { status, body } = await ask('POST', CLUSTERS, {
      ...aCluster(name),
      metadata: {
        name,
        uid: 'mine',
        generation: 7,
        creationTimestamp: '2001-01-01T00:00:00Z',
      },
    });
    expect(status).toBe(201);
    expect(body.metadata).toMatchObject({
      generation: 1,
      resourceVersion: expect.stringMatching(/^\d+$/),
    });
    expect(body.metadata.uid).not.toBe('mine');
    expect(
      Date.now() - Date.parse(body.metadata.creationTimestamp),
    ).toBeLessThan(60_000);
  });

  it('fills in the defaults of the CRD', async () => {
    await ask('POST', CLUSTERS, {
      ...aCluster(name),
      spec: { storage: { size: '1Gi' } },
    });
    const { body } = await read();
    expect(body.spec).toEqual({
      enablePDB: true,
      enableSuperuserAccess: false,
      failoverDelay: 0,
      instances: 1,
      logLevel: 'info',
      maxSyncReplicas: 0,
      minSyncReplicas: 0,
      postgresGID: 26,
      postgresUID: 26,
      primaryUpdateMethod: 'restart',
      primaryUpdateStrategy: 'unsupervised',
      replicationSlots: {
        highAvailability: { enabled: true, slotPrefix: '_cnpg_' },
        updateInterval: 30,
      },
      smartShutdownTimeout: 180,
      startDelay: 3600,
      stopDelay: 1800,
      storage: { resizeInUseVolumes: true, size: '1Gi' },
      switchoverDelay: 3600,
    });
  });

  it('refuses a second one of the same name', async () => {
    await create();
    expect(await create()).toMatchObject({
      status: 409,
      body: {
        reason: 'AlreadyExists',
        message: `clusters.postgresql.cnpg.io "${name}" already exists`,
      },
    });
  });

  it('makes a name from generateName', async () => {
    const { body } = await ask('POST', CLUSTERS, {
      ...aCluster(''),
      metadata: { generateName: `${name}-` },
    });
    expect(body.metadata.name).toMatch(new RegExp(`^${name}-[a-z0-9]{5}$`));
  });

  it.each([
    [
      'a namespace that is not there',
      404,
      'NotFound',
      () => ask('POST', CLUSTERS.replace(NAMESPACE, 'nowhere'), aCluster('x')),
    ],
    [
      'a name that is none',
      422,
      'Invalid',
      () => ask('POST', CLUSTERS, aCluster('Not_A_Name')),
    ],
    [
      'another namespace in the object',
      400,
      'BadRequest',
      () =>
        ask('POST', CLUSTERS, {
          ...aCluster('x'),
          metadata: { name: 'x', namespace: 'default' },
        }),
    ],
    [
      'another kind in the object',
      422,
      'Invalid',
      () => ask('POST', CLUSTERS, { ...aCluster('x'), kind: 'Pooler' }),
    ],
    [
      'a patch of a kind it does not know',
      415,
      'UnsupportedMediaType',
      () => ask('PATCH', `${CLUSTERS}/x`, {}, 'text/plain'),
    ],
    [
      'a field manager that is missing',
      422,
      'Invalid',
      () => ask('PATCH', `${CLUSTERS}/x`, aCluster('x'), APPLY),
    ],
  ])('refuses %s with %i', async (_what, status, reason, request) => {
    expect(await request()).toMatchObject({ status, body: { reason } });
  });

  describe('a write that came too late', () => {
    let stale: string;
    beforeEach(async () => {
      stale = (await create()).body.metadata.resourceVersion;
      await merge({ metadata: { labels: { x: '1' } } });
    });

    it('is refused as a merge patch', async () => {
      const answer = await merge({
        metadata: { resourceVersion: stale, labels: { x: '2' } },
      });
      expect(answer).toMatchObject({
        status: 409,
        body: {
          reason: 'Conflict',
          message: expect.stringContaining(
            'the object has been modified; please apply your changes to the latest version and try again',
          ),
        },
      });
      expect((await read()).body.metadata.labels).toEqual({ x: '1' });
    });

    it('is refused as a replacement', async () => {
      const { body } = await read();
      expect(
        await ask('PUT', `${CLUSTERS}/${name}`, {
          ...body,
          metadata: { ...body.metadata, resourceVersion: stale },
        }),
      ).toMatchObject({ status: 409, body: { reason: 'Conflict' } });
    });

    it('is refused as a patch of the status', async () => {
      expect(
        (
          await merge(
            { metadata: { resourceVersion: stale }, status: { phase: 'late' } },
            '/status',
          )
        ).status,
      ).toBe(409);
    });

    it('is refused as a deletion', async () => {
      expect(
        (
          await ask('DELETE', `${CLUSTERS}/${name}`, {
            kind: 'DeleteOptions',
            apiVersion: 'v1',
            preconditions: { resourceVersion: stale },
          })
        ).status,
      ).toBe(409);
      expect((await read()).status).toBe(200);
    });
  });

  it('wants a resourceVersion in a replacement of a custom resource', async () => {
    await create();
    expect(
      await ask('PUT', `${CLUSTERS}/${name}`, aCluster(name)),
    ).toMatchObject({
      status: 422,
      body: {
        message: expect.stringContaining(
          'metadata.resourceVersion: Invalid value: 0: must be specified for an update',
        ),
      },
    });
  });

  it('merges a patch and takes away what is null', async () => {
    await create({ imageName: 'x:15.1' });
    const { body } = await merge({ spec: { imageName: null, instances: 3 } });
    expect(body.spec.instances).toBe(3);
    expect(body.spec).not.toHaveProperty('imageName');
    expect(body.metadata.generation).toBe(2);
  });

  it('makes no new version of a write that changes nothing', async () => {
    await create();
    const before = (await merge({ spec: { instances: 2 } })).body.metadata;
    expect(
      (await merge({ spec: { instances: 2 } })).body.metadata.resourceVersion,
    ).toBe(before.resourceVersion);
  });

  it('keeps spec and status apart, and counts generations by the spec alone', async () => {
    await ask('POST', CLUSTERS, {
      ...aCluster(name),
      status: { phase: 'smuggled' },
    });
    expect((await read()).body).not.toHaveProperty('status');
    await merge({ status: { phase: 'smuggled' } });
    expect((await read()).body).not.toHaveProperty('status');
    await merge({ status: { phase: 'x' }, spec: { instances: 9 } }, '/status');
    expect((await read()).body).toMatchObject({
      spec: { instances: 1 },
      status: { phase: 'x' },
      metadata: { generation: 1 },
    });
    const { body } = await read();
    expect(
      (
        await ask('PUT', `${CLUSTERS}/${name}/status`, {
          ...body,
          status: { phase: 'y' },
          spec: { instances: 9 },
        })
      ).body,
    ).toMatchObject({ spec: { instances: 1 }, status: { phase: 'y' } });
  });

  describe('server-side apply', () => {
    it('creates with 201, and changes with 200', async () => {
      expect((await apply('gitops', {})).status).toBe(201);
      expect((await apply('gitops', { instances: 2 })).status).toBe(200);
    });

    it('removes what the applier no longer names', async () => {
      await apply('gitops', { imageName: 'x:15.1' });
      await apply('gitops', {});
      expect((await read()).body.spec).not.toHaveProperty('imageName');
    });

    it('leaves what others set', async () => {
      await apply('gitops', {});
      await merge({ metadata: { annotations: { person: 'yes' } } });
      await apply('gitops', { instances: 2 });
      expect((await read()).body.metadata.annotations).toEqual({
        person: 'yes',
      });
    });

    it('tells whom it would overrule, and overrules when told to', async () => {
      await apply('gitops', {});
      expect(await apply('person', { instances: 3 })).toMatchObject({
        status: 409,
        body: {
          reason: 'Conflict',
          message:
            'Apply failed with 1 conflict: conflict with "gitops": .spec.instances',
        },
      });
      expect(
        (await apply('person', { instances: 3 }, '&force=true')).body.spec
          .instances,
      ).toBe(3);
    });

    it('knows who owns a field, also by a plain write', async () => {
      await apply('gitops', {});
      await ask(
        'PATCH',
        `${CLUSTERS}/${name}?fieldManager=person`,
        { spec: { instances: 2 } },
        MERGE,
      );
      const { managedFields } = (await read()).body.metadata;
      const of = (manager: string) =>
        managedFields?.find(entry => entry.manager === manager);
      expect(of('person')).toMatchObject({
        operation: 'Update',
        fieldsV1: { 'f:spec': { 'f:instances': {} } },
      });
      expect(of('gitops')?.operation).toBe('Apply');
      expect(of('gitops')?.fieldsV1).not.toHaveProperty([
        'f:spec',
        'f:instances',
      ]);
      expect(await apply('gitops', {})).toMatchObject({
        status: 409,
        body: { message: expect.stringContaining('conflict with "person"') },
      });
    });
  });
});
