import {
  PromiseFleetView,
  cnpgClusterReadPermission,
} from '@naytife/backstage-plugin-cnpg-common';
import { Router } from 'express';
import pLimit from 'p-limit';
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
    const visible = await access.visible(req, inventory.clusters());
    const limit = pLimit(AT_ONCE);
    const items: PromiseFleetView['items'] = await Promise.all(
      visible.map(entry =>
        limit(async () => ({
          ref: entry.ref,
          name: entry.cluster.meta.name,
          environmentTitle: entry.environment.title,
          promises: await promises.of(entry),
        })),
      ),
    );
    res.json({ items });
  });
}
