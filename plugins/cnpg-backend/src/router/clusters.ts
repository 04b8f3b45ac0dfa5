import {
  ClusterListView,
  assessRecoverability,
  cnpgClusterReadPermission,
  cnpgClusterRestorePermission,
  preflight,
} from '@naytife/backstage-plugin-cnpg-common';
import { Router } from 'express';
import { viewDetail, viewSummary } from '../views/clusterView';
import { viewSource } from '../views/sourceView';
import type { RouterDeps } from './createRouter';
import { readTarget } from './target';

export function addClusters(
  router: Router,
  { inventory, access }: RouterDeps,
): void {
  router.get('/clusters', async (req, res) => {
    const mayRead = await access.reader(await access.credentials(req));
    const visible = [];
    for (const entry of inventory.clusters()) {
      if (
        req.query.environment !== undefined &&
        entry.environment.name !== req.query.environment
      )
        continue;
      if (await mayRead(entry)) visible.push(entry);
    }
    const views = visible
      .map(entry => viewSummary(inventory, entry))
      .filter(
        view =>
          req.query.light === undefined ||
          view.health.light === req.query.light,
      );
    const offset = Number(req.query.offset ?? 0);
    const answer: ClusterListView = {
      items: views.slice(offset, offset + Number(req.query.limit ?? 100)),
      total: views.length,
      sources: inventory.connections.map(connection =>
        viewSource(inventory, connection),
      ),
    };
    res.json(answer);
  });

  router.get('/clusters/:environment/:name', async (req, res) => {
    const { entry } = await access.cluster(
      req,
      req.params,
      cnpgClusterReadPermission,
    );
    res.json(viewDetail(inventory, entry));
  });

  router.post('/clusters/:environment/:name/preflight', async (req, res) => {
    const { entry } = await access.cluster(
      req,
      req.params,
      cnpgClusterRestorePermission,
    );
    const now = entry.connection.api.now();
    res.json(
      preflight(
        readTarget(req.body.target),
        assessRecoverability(inventory.facts(entry).recoverability, now),
        now,
      ),
    );
  });
}
