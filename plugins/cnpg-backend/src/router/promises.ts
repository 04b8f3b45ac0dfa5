import {
  PromiseFleetView,
  cnpgClusterReadPermission,
} from '@naytife/backstage-plugin-cnpg-common';
import { Router } from 'express';
import { InventoryCluster } from '../inventory/Inventory';
import type { RouterDeps } from './createRouter';

/** Asked at once of one Prometheus. */
const AT_ONCE = 4;

/** What was promised, and what was measured, for one cluster and for all that the user may see. */
export function addPromises(
  router: Router,
  { inventory, access, promises }: RouterDeps,
): void {
  router.get('/clusters/:environment/:name/promises', async (req, res) => {
    const { entry } = await access.cluster(
      req,
      req.params,
      cnpgClusterReadPermission,
    );
    res.json({ items: await promises.of(entry) });
  });

  router.get('/promises', async (req, res) => {
    const mayRead = await access.reader(await access.credentials(req));
    const visible: InventoryCluster[] = [];
    for (const entry of inventory.clusters())
      if (await mayRead(entry)) visible.push(entry);
    const items: PromiseFleetView['items'] = [];
    for (let at = 0; at < visible.length; at += AT_ONCE)
      items.push(
        ...(await Promise.all(
          visible.slice(at, at + AT_ONCE).map(async entry => ({
            ref: entry.ref,
            name: entry.cluster.meta.name,
            environmentTitle: entry.environment.title,
            promises: await promises.of(entry),
          })),
        )),
      );
    res.json({ items });
  });
}
