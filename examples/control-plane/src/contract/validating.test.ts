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

describe.each(SUBJECTS)('%s, asked to validate', (_name, start) => {
  let subject: Subject;
  let counter = 0;
  let name: string;

  const ask = (method: string, path: string, body?: object, type?: string) =>
    call(subject.admin, method, path, body, type);
  const create = (spec: object = {}, query = '') =>
    ask('POST', `${CLUSTERS}${query}`, aCluster(name, spec));
  const read = () => ask('GET', `${CLUSTERS}/${name}`);
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

  describe('validation', () => {
    it.each([
      ['spec.monitoring.enabled', { monitoring: { enabled: true } }],
      ['spec.affinity.podAntiAffinity', { affinity: { podAntiAffinity: {} } }],
      [
        'spec.backup.barmanObjectStore.data.retention',
        {
          backup: {
            barmanObjectStore: {
              destinationPath: 's3://x',
              data: { retention: '7d' },
            },
          },
        },
      ],
    ])(
      'refuses the unknown field %s when it is strict, in these words',
      async (field, spec) => {
        expect(await create(spec, '?fieldValidation=Strict')).toMatchObject({
          status: 400,
          body: {
            reason: 'BadRequest',
            message: `Cluster in version "v1" cannot be handled as a Cluster: strict decoding error: unknown field "${field}"`,
          },
        });
      },
    );

    it('drops an unknown field silently when it is not', async () => {
      expect(
        (
          await create({
            monitoring: { enabled: true, disableDefaultQueries: true },
          })
        ).status,
      ).toBe(201);
      expect((await read()).body.spec.monitoring).not.toHaveProperty('enabled');
      expect((await read()).body.spec.monitoring).toMatchObject({
        disableDefaultQueries: true,
      });
    });

    it('refuses an unknown field by apply', async () => {
      expect(await apply('gitops', { nonsense: 1 })).toMatchObject({
        status: 500,
        body: {
          message: expect.stringContaining(
            '.spec.nonsense: field not declared in schema',
          ),
        },
      });
    });

    it.each([
      ['a wrong type', { instances: 'three' }, 'spec.instances'],
      ['a value out of range', { instances: 0 }, 'spec.instances'],
      ['a missing field', { plugins: [{}] }, 'spec.plugins[0].name'],
      [
        'a value that is none of the offered',
        { primaryUpdateMethod: 'now' },
        'spec.primaryUpdateMethod',
      ],
    ])(
      'refuses %s with 422, and names the field',
      async (_what, spec, field) => {
        expect(await create(spec)).toMatchObject({
          status: 422,
          body: { reason: 'Invalid', message: expect.stringContaining(field) },
        });
      },
    );

    it.each([
      ['storage.size', { storage: { size: '12parsecs' } }],
      [
        'shared_preload_libraries as a parameter',
        {
          postgresql: {
            parameters: { shared_preload_libraries: 'pg_stat_statements' },
          },
        },
      ],
      [
        'less memory than shared_buffers',
        {
          resources: { requests: { memory: '128Mi' } },
          postgresql: { parameters: { shared_buffers: '256MB' } },
        },
      ],
    ])(
      'lets %s pass, which only CNPG’s webhook would refuse',
      async (_what, spec) => {
        expect((await create(spec, '?fieldValidation=Strict')).status).toBe(
          201,
        );
      },
    );

    it('refuses a serverName in an object store, which the CRD’s CEL rule forbids', async () => {
      expect(
        await ask(
          'POST',
          `/apis/barmancloud.cnpg.io/v1/namespaces/${NAMESPACE}/objectstores?dryRun=All`,
          {
            apiVersion: 'barmancloud.cnpg.io/v1',
            kind: 'ObjectStore',
            metadata: { name },
            spec: {
              configuration: {
                destinationPath: 's3://b',
                serverName: 'db',
                s3Credentials: { inheritFromIAMRole: true },
              },
            },
          },
        ),
      ).toMatchObject({
        status: 422,
        body: { message: expect.stringContaining('serverName') },
      });
    });

    it('takes a five-field schedule: only the operator complains', async () => {
      expect(
        (
          await ask(
            'POST',
            `/apis/postgresql.cnpg.io/v1/namespaces/${NAMESPACE}/scheduledbackups?fieldValidation=Strict`,
            {
              apiVersion: 'postgresql.cnpg.io/v1',
              kind: 'ScheduledBackup',
              metadata: { name },
              spec: { schedule: '0 2 * * *', cluster: { name: 'db' } },
            },
          )
        ).status,
      ).toBe(201);
    });
  });

  describe('a dry run', () => {
    it('answers as if, and keeps nothing', async () => {
      expect((await create({}, '?dryRun=All')).status).toBe(201);
      expect((await read()).status).toBe(404);
      await create();
      expect(
        (
          await ask(
            'PATCH',
            `${CLUSTERS}/${name}?dryRun=All`,
            { spec: { instances: 4 } },
            MERGE,
          )
        ).body.spec.instances,
      ).toBe(4);
      expect(
        (await apply('gitops', { instances: 5 }, '&dryRun=All&force=true')).body
          .spec.instances,
      ).toBe(5);
      expect(
        (await ask('DELETE', `${CLUSTERS}/${name}?dryRun=All`)).status,
      ).toBe(200);
      expect((await read()).body.spec.instances).toBe(1);
    });

    it('says what a real write would be refused for', async () => {
      await create();
      expect((await create({}, '?dryRun=All')).status).toBe(409);
    });

    it('refuses a kind of dry run that it does not know', async () => {
      expect((await create({}, '?dryRun=Some')).status).toBe(422);
    });
  });
});
