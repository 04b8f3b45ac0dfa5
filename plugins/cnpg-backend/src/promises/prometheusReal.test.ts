import { Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { TestDatabases, mockServices } from '@backstage/backend-test-utils';
import { PromiseName } from '@naytife/backstage-plugin-cnpg-common';
import {
  Prometheus,
  Simulation,
  findPrometheus,
  mountMetrics,
} from '@naytife/cnpg-simulator';
import express from 'express';
import { config, eventually } from '../__testUtils__/backend';
import { addDatabases } from '../__testUtils__/worlds';
import { readConfig } from '../config';
import { openDatabase } from '../database';
import { Inventory } from '../inventory/Inventory';
import { IncidentStore } from './IncidentStore';
import { Promises } from './Promises';

const PORT = 20_000 + (process.pid % 20_000);
const LONG = 60_000;

// Prometheus is the real one: npm run test:rules.
describe('promises, measured by a real Prometheus', () => {
  let simulation: Simulation;
  let endpoints: Server;
  let prometheus: Prometheus;
  let inventory: Inventory;
  let incidents: IncidentStore;
  let promises: Promises;
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  beforeAll(async () => {
    simulation = await Simulation.start({
      namespaces: ['shop', 'dev'],
      speed: 200,
      tokens: {},
    });
    await addDatabases(simulation.client);
    const app = express();
    endpoints = app.listen(0, '127.0.0.1');
    await new Promise(resolve => endpoints.once('listening', resolve));
    const host = `127.0.0.1:${(endpoints.address() as AddressInfo).port}`;
    mountMetrics(
      app,
      { k1: simulation.installation },
      host,
      () =>
        'shop_seconds_bucket{le="0.1"} 95\nshop_seconds_bucket{le="0.2"} 100\nshop_seconds_bucket{le="+Inf"} 100\n',
    );
    prometheus = Prometheus.start({
      program: findPrometheus() ?? 'prometheus',
      port: PORT,
      host,
      seconds: 1,
      hurry: true,
    });
    const url = `http://127.0.0.1:${PORT}`;
    const given = config({
      url: simulation.server.url,
      token: 'simulated-operator',
    });
    const { production, dev } = given.cnpg.environments;
    const data = {
      ...given,
      cnpg: {
        environments: {
          production: {
            ...production,
            prometheus: {
              url,
              queryTime:
                'histogram_quantile(0.95, sum by (le) (shop_seconds_bucket))',
            },
          },
          dev: { ...dev, prometheus: { url: 'http://127.0.0.1:9' } },
        },
      },
    };
    inventory = new Inventory(readConfig(mockServices.rootConfig({ data })));
    inventory.start();
    const knex = await databases.init('SQLITE_3');
    incidents = new IncidentStore(
      await openDatabase({ getClient: async () => knex }),
    );
    promises = new Promises(inventory, incidents);
  }, LONG);

  afterAll(async () => {
    inventory.stop();
    await prometheus.stop();
    endpoints.close();
    await simulation.close();
  });

  /** Past what is remembered: each look asks anew. */
  const look = async (environment: string, name: PromiseName) => {
    const entry = inventory.find(environment, 'db');
    const all = entry && (await new Promises(inventory, incidents).of(entry));
    return all?.find(item => item.name === name);
  };

  it(
    'tells the share of time in which a primary answered, and over how long',
    async () => {
      const found = await eventually(
        () => look('production', 'availability'),
        promise => promise?.measured !== undefined && promise.measured > 0.5,
        LONG,
      );
      expect(found).toMatchObject({ source: 'Prometheus', unit: 'share' });
      expect(found?.measured).toBeLessThanOrEqual(1);
    },
    LONG,
  );

  it(
    'counts the time in which no pod had metrics as down',
    async () => {
      const before = (await look('production', 'availability'))?.measured ?? 0;
      const instances = [...simulation.world.instances].filter(([pod]) =>
        pod.startsWith('shop/'),
      );
      instances.forEach(([pod]) => simulation.world.instances.delete(pod));
      const down = await eventually(
        () => look('production', 'availability'),
        promise => (promise?.measured ?? 1) < before,
        LONG,
      );
      instances.forEach(([pod, instance]) =>
        simulation.world.instances.set(pod, instance),
      );
      expect(down).toMatchObject({ verdict: 'broken' });
    },
    2 * LONG,
  );

  it('reads the percentile from the histogram that the configuration names', async () => {
    expect(await look('production', 'queryTime')).toMatchObject({
      measured: 0.1,
      verdict: 'kept',
    });
  });

  it(
    'names the rules that have no data, and holds the others for watching',
    async () => {
      const found = await eventually(
        () => look('production', 'coverage'),
        promise =>
          /Without data: CNPGCertificateExpiring\./.test(
            promise?.sentence ?? '',
          ),
        LONG,
      );
      // Certificates are told by the portal's own exporter, which nobody scrapes here.
      expect(found).toMatchObject({
        verdict: 'broken',
        sentence: expect.stringMatching(
          /^\d+ of \d+ rules are loaded and have data\. Without data: CNPGCertificateExpiring\.$/,
        ),
      });
    },
    LONG,
  );

  it(
    'measures the time from a failing archive to the alert that tells of it',
    async () => {
      const began = Date.now() - 90_000;
      await incidents.begin(
        { environment: 'production', name: 'db' },
        'ContinuousArchiving',
        began,
      );
      expect(await look('production', 'detection')).toMatchObject({
        verdict: 'unknown',
        sentence: expect.stringContaining('no alert fired'),
      });
      simulation.world.set('shop/db', 'archive-failing', true);
      const found = await eventually(
        () => look('production', 'detection'),
        promise => promise?.measured !== undefined,
        LONG,
      );
      expect(found?.measured).toBeGreaterThanOrEqual(60);
      expect(found?.measured).toBeLessThan(300);
    },
    2 * LONG,
  );

  it('says that a Prometheus does not answer, and leaves its numbers out', async () => {
    const entry = inventory.find('dev', 'db');
    const all = entry ? await promises.of(entry) : [];
    expect(all.find(({ name }) => name === 'availability')).toMatchObject({
      verdict: 'unknown',
      measured: undefined,
      sentence: expect.stringMatching(/does not answer: .*ECONNREFUSED/),
    });
  });
});
