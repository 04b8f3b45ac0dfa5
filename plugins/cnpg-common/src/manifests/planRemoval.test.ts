import { environments, production, spec } from '../__testUtils__/environments';
import { parseEnvironments } from '../environments/environment';
import { buildManifests } from './buildManifests';
import { addEntry } from './listing';
import { planRemoval } from './planRemoval';

const RECIPIENT = `age1${'q'.repeat(58)}`;
const [everything] = parseEnvironments({
  production: {
    ...environments.production,
    gitops: {
      ...environments.production.gitops,
      tool: 'flux',
      flux: { path: 'clusters/production' },
      overlay: 'deploy/overlays/production',
    },
    secrets: {
      provider: 'sops',
      recipients: [RECIPIENT],
      path: 'deploy/secrets/production',
    },
  },
});

describe('planRemoval', () => {
  it('takes out exactly what the creation brought', () => {
    const set = buildManifests(
      spec({
        deployment: 'backend',
        extensions: ['vector'],
        roles: [{ name: 'reader', login: true, inRoles: [] }],
      }),
      everything,
      { deployment: 'backend', container: 'backend', referenced: [] },
    );
    const before = new Map<string, string>([
      ['clusters/production/kustomization.yaml', 'resources:\n- flux-system\n'],
      [
        'deploy/overlays/production/kustomization.yaml',
        'resources: [../../base] # all\n',
      ],
      ['deploy/databases/production/shop/cluster.yaml', 'kind: Cluster\n'],
    ]);
    const after = new Map(before);
    set.files.forEach(({ path, content }) => after.set(path, content));
    set.secrets.forEach(({ path }) => after.set(path, 'ENC'));
    set.listings.forEach(listing =>
      after.set(listing.path, addEntry(after.get(listing.path), listing)),
    );
    const plan = planRemoval(
      'orders',
      everything,
      path => after.get(path),
      false,
    );
    plan?.deletes.forEach(path => after.delete(path));
    plan?.files.forEach(({ path, content }) => after.set(path, content));
    // An empty list of components is all that is left of them.
    const overlay = 'deploy/overlays/production/kustomization.yaml';
    after.set(
      overlay,
      (after.get(overlay) ?? '').replace('components: []\n', ''),
    );
    expect(new Map([...after].sort())).toEqual(new Map([...before].sort()));
  });

  it('hibernates first where the environment wants two steps, and removes when that is done', () => {
    const [careful] = parseEnvironments({
      production: { ...environments.production, deletion: { twoSteps: true } },
    });
    const files = new Map(
      buildManifests(spec(), production).files.map(({ path, content }) => [
        path,
        content,
      ]),
    );
    const read = (path: string) => files.get(path);
    const first = planRemoval('orders', careful, read, false);
    expect(first).toMatchObject({ stage: 'hibernate', deletes: [] });
    expect(first?.files[0].content).toContain('cnpg.io/hibernation: "on"');
    expect(first?.effects[0].sentence).toMatch(/the volumes stay/);
    expect(planRemoval('orders', careful, read, true)?.stage).toBe('remove');
  });

  it('knows nothing of a database that Git does not hold', () => {
    expect(
      planRemoval('orders', production, () => undefined, false),
    ).toBeUndefined();
  });
});
