import { config, startBackend } from './__testUtils__/backend';

describe('configuration', () => {
  it.each([
    [
      'an environment on a cluster that is not configured',
      {
        environments: {
          x: {
            ...config({ url: '' }).cnpg.environments.dev,
            kubernetesCluster: 'k9',
          },
        },
      },
      'cnpg.environments.x.kubernetesCluster: "k9" is none of kubernetes.clusterLocatorMethods (k1)',
    ],
    [
      'a wrong namespace',
      {
        environments: {
          x: {
            ...config({ url: '' }).cnpg.environments.dev,
            namespace: 'Not A Namespace',
          },
        },
      },
      'cnpg.environments.x.namespace',
    ],
    [
      'an unknown way of reading instances',
      { instanceStatus: 'guess' },
      'cnpg.instanceStatus: "guess" must be podProxy or none',
    ],
  ])(
    'refuses to start with %s, and names the key',
    async (_name, change, message) => {
      await expect(
        startBackend({ url: 'http://127.0.0.1:1' }, () => 'all', change),
      ).rejects.toThrow(message);
    },
  );

  it('starts without any environment', async () => {
    const backend = await startBackend(
      { url: 'http://127.0.0.1:1' },
      () => 'all',
      {
        environments: undefined,
      },
    );
    expect((await backend.get('/clusters')).body).toMatchObject({
      items: [],
      total: 0,
    });
    await backend.backend.stop();
  });
});
