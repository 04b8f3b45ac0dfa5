import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { AddressInfo } from 'node:net';
import { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulation } from '@naytife/cnpg-simulator';
import { startKubeconfigProxy } from './kubeconfigProxy';

describe('the demo on a real cluster', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  let simulation: Simulation;
  let proxy: Server;

  beforeAll(async () => {
    simulation = await Simulation.start({
      namespaces: ['shop'],
      tokens: {
        theirs: {
          user: 'admin',
          rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
        },
      },
    });
    const file = join(folder, 'config');
    writeFileSync(
      file,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'c',
        contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
        clusters: [
          {
            name: 'k',
            cluster: {
              server: simulation.server.url,
              'insecure-skip-tls-verify': true,
            },
          },
        ],
        users: [{ name: 'u', user: { token: 'theirs' } }],
      }),
    );
    proxy = await startKubeconfigProxy(file, 0, ['ours']);
  });
  afterAll(async () => {
    proxy.close();
    await simulation.close();
    rmSync(folder, { recursive: true });
  });

  const list = (token: string) =>
    fetch(
      `http://127.0.0.1:${
        (proxy.address() as AddressInfo).port
      }/apis/postgresql.cnpg.io/v1/clusters`,
      { headers: { authorization: `Bearer ${token}` } },
    );

  it('passes requests on with the kubeconfig’s credentials', async () => {
    const response = await list('ours');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ kind: 'ClusterList' });
  });

  it('does not lend those credentials to anyone else on the machine', async () => {
    expect((await list('theirs')).status).toBe(401);
    expect((await list('nobody')).status).toBe(401);
  });
});
