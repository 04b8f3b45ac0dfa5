import { SPEC, eventually, startBackend } from './__testUtils__/backend';
import {
  Preview,
  RECIPIENT,
  codes,
  environments,
  repository,
} from './__testUtils__/reviews';
import { WORLDS, World, addDatabases } from './__testUtils__/worlds';

describe.each(WORLDS)(
  'a review, on %s, by how its environment is set up,',
  (_name, start) => {
    let world: World;

    beforeAll(async () => {
      world = await start();
      await addDatabases(world.client);
    }, 60_000);
    afterAll(() => world?.stop());

    it('of a protected environment ends with the sentence that says so; two steps begin with sleep; a final backup comes first', async () => {
      const other = await startBackend(
        { url: world.proxy.url, token: world.token },
        () => 'all',
        environments({
          deletion: { protected: true, twoSteps: true, backupWithin: '0s' },
        }),
        repository(),
      );
      await eventually(
        () => other.get('/clusters/production/db'),
        ({ body }) => body.recoverability?.lastSuccess !== undefined,
      );
      const { body } = await other.post('/manifests/delete', {
        spec: { environment: 'production', name: 'db', confirm: 'db' },
      });
      await other.backend.stop();
      expect(codes(body)).toEqual(
        expect.arrayContaining(['protected', 'finalBackup']),
      );
      expect(body.pullRequest.title).toBe(
        'Hibernate PostgreSQL db in Production',
      );
      expect(body.files).toEqual([
        expect.objectContaining({
          action: 'update',
          content: expect.stringContaining('cnpg.io/hibernation: "on"'),
        }),
      ]);
    });

    it('asks for secrets only where there are none, and holds .sops.yaml to the recipients', async () => {
      const tree = repository();
      const other = await startBackend(
        { url: world.proxy.url, token: world.token },
        () => 'all',
        environments({
          secrets: {
            provider: 'sops',
            recipients: [RECIPIENT],
            path: 'deploy/secrets/production',
          },
        }),
        tree,
      );
      await eventually(
        () => other.get('/clusters/production/db'),
        ({ status }) => status === 200,
      );
      const preview = async () =>
        (await other.post('/manifests/database', { spec: SPEC }))
          .body as Preview;
      expect((await preview()).secrets).toHaveLength(1);
      tree['.sops.yaml'] =
        'creation_rules:\n  - path_regex: secrets/production/\n    age: age1other\n';
      expect(codes(await preview())).toContain('wrongRecipients');
      tree['.sops.yaml'] = 'creation_rules:\n  - path_regex: secrets/local/\n';
      expect(codes(await preview())).toContain('noSopsRule');
      tree['.sops.yaml'] = `creation_rules:\n  - age: ${RECIPIENT}\n`;
      tree['deploy/secrets/production/orders-app.yaml'] = 'ENC';
      const again = await preview();
      await other.backend.stop();
      expect(again.secrets).toEqual([]);
      expect(codes(again)).not.toContain('wrongRecipients');
    });

    it('is refused to who asks too often, with the time to wait, and to nobody else', async () => {
      const other = await startBackend(
        { url: world.proxy.url, token: world.token },
        () => 'all',
        environments({}),
        repository(),
      );
      const statuses = new Map<number, string | undefined>();
      for (let round = 0; round < 125; round += 1) {
        const { status, headers } = await other.post('/manifests/database', {
          spec: {},
        });
        statuses.set(status, headers['retry-after']);
      }
      expect([...statuses.keys()]).toEqual([200, 429]);
      expect(Number(statuses.get(429))).toBeGreaterThan(0);
      expect((await other.get('/environments')).status).toBe(200);
      await other.backend.stop();
    });
  },
);
