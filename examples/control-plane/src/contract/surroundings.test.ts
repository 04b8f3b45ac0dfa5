import { setTimeout as sleep } from 'node:timers/promises';
import { PolicyRule } from '@naytife/cnpg-simulator';
import {
  Answer,
  CLUSTERS,
  NAMESPACE,
  SUBJECTS,
  Subject,
  aCluster,
  begin,
  call,
  watch,
} from './subjects';

jest.setTimeout(60_000);

const CNPG = 'postgresql.cnpg.io';
const rule = (verbs: string[], resources = ['clusters']): PolicyRule => ({
  apiGroups: [CNPG],
  resources,
  verbs,
});

async function until(
  ask: () => Promise<Answer>,
  status: number,
): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask();
    if (answer.status === status || tries > 100) return answer;
    await sleep(100);
  }
}

describe.each(SUBJECTS)('%s, and what surrounds an object', (_name, start) => {
  let subject: Subject;
  const ask = (method: string, path: string, body?: object) =>
    call(subject.admin, method, path, body);

  beforeAll(async () => {
    subject = await begin(start);
  });
  afterAll(() => subject?.stop());

  describe('rights', () => {
    it('refuses a stranger with 401', async () => {
      expect(await call(subject.stranger, 'GET', CLUSTERS)).toMatchObject({
        status: 401,
        body: { reason: 'Unauthorized' },
      });
    });

    it('refuses a verb that was not given with 403, naming verb, resource and group', async () => {
      const reader = await subject.as('reader', [rule(['list'])]);
      expect(
        (await until(() => call(reader, 'GET', CLUSTERS), 200)).status,
      ).toBe(200);
      const denied = await call(
        reader,
        'POST',
        `${CLUSTERS}?dryRun=All`,
        aCluster('x'),
      );
      expect(denied).toMatchObject({
        status: 403,
        body: {
          reason: 'Forbidden',
          message: expect.stringContaining(
            `cannot create resource "clusters" in API group "${CNPG}" in the namespace "${NAMESPACE}"`,
          ),
        },
      });
      expect(
        (await call(reader, 'GET', `${CLUSTERS}?watch=true&timeoutSeconds=1`))
          .body.message,
      ).toContain('cannot watch resource "clusters"');
      expect(
        (await call(reader, 'GET', '/apis/postgresql.cnpg.io/v1/poolers')).body
          .message,
      ).toContain('at the cluster scope');
      expect(
        (await call(reader, 'GET', `/api/v1/namespaces/${NAMESPACE}/secrets`))
          .status,
      ).toBe(403);
    });

    it('knows the status as a resource of its own', async () => {
      await ask('POST', CLUSTERS, aCluster('rights'));
      const patcher = await subject.as('patcher', [rule(['patch', 'get'])]);
      const patch = (sub: string) =>
        call(
          patcher,
          'PATCH',
          `${CLUSTERS}/rights${sub}`,
          { metadata: { labels: { x: 'y' } } },
          'application/merge-patch+json',
        );
      expect((await until(() => patch(''), 200)).status).toBe(200);
      expect((await patch('/status')).body.message).toContain(
        'cannot patch resource "clusters/status"',
      );
    });
  });

  describe('owners', () => {
    const pod = (name: string, ownerReferences: object[]) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, ownerReferences },
      spec: { containers: [{ name: 'postgres', image: 'x' }] },
    });
    const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;

    it('removes what an object owned once it is gone, and nothing else', async () => {
      const owner = (await ask('POST', CLUSTERS, aCluster('owner'))).body
        .metadata;
      const reference = {
        apiVersion: `${CNPG}/v1`,
        kind: 'Cluster',
        name: 'owner',
        uid: owner.uid,
      };
      await ask('POST', PODS, pod('owned', [reference]));
      await ask('POST', PODS, pod('free', []));
      await ask('DELETE', `${CLUSTERS}/owner`);
      expect((await until(() => ask('GET', `${PODS}/owned`), 404)).status).toBe(
        404,
      );
      expect((await ask('GET', `${PODS}/free`)).status).toBe(200);
    });

    it('refuses an owner without a uid', async () => {
      expect(
        await ask(
          'POST',
          PODS,
          pod('wrong', [
            { apiVersion: `${CNPG}/v1`, kind: 'Cluster', name: 'owner' },
          ]),
        ),
      ).toMatchObject({
        status: 422,
        body: { message: expect.stringContaining('metadata.ownerReferences') },
      });
    });
  });

  describe('kinds that come and go', () => {
    const POOLERS = `/apis/${CNPG}/v1/poolers`;

    it('ends the watch of a kind that goes, answers 404 while it is gone, and serves it empty when it is back', async () => {
      await ask('POST', `/apis/${CNPG}/v1/namespaces/${NAMESPACE}/poolers`, {
        apiVersion: `${CNPG}/v1`,
        kind: 'Pooler',
        metadata: { name: 'p' },
        spec: { cluster: { name: 'db' }, pgbouncer: { poolMode: 'session' } },
      });
      const watching = watch(
        subject.admin,
        `${POOLERS}?watch=true`,
        () => false,
      );
      await sleep(200);
      await subject.uninstall(`poolers.${CNPG}`);
      expect((await watching).map(event => event.type)).toEqual([
        'ADDED',
        'DELETED',
      ]);
      expect((await until(() => ask('GET', POOLERS), 404)).status).toBe(404);
      expect((await ask('GET', CLUSTERS)).status).toBe(200);
      await subject.install();
      expect((await until(() => ask('GET', POOLERS), 200)).body.items).toEqual(
        [],
      );
    });
  });
});
