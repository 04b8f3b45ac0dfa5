import {
  ClusterListView,
  assessRecoverability,
  cnpgClusterReadPermission,
  cnpgClusterRestorePermission,
  preflight,
} from '@naytife/backstage-plugin-cnpg-common';
import { Router } from 'express';
import { viewDetail, viewSummary } from '../views/clusterView';
import { HealthLights } from '../views/HealthLights';
import { viewSource } from '../views/sourceView';
import type { RouterDeps } from './createRouter';
import { readTarget } from './target';

export function addClusters(
  router: Router,
  { inventory, access }: RouterDeps,
): void {
  const lights = new HealthLights(inventory);

  router.get('/clusters', async (req, res) => {
    const { environment, light } = req.query;
    const visible = await access.visible(
      req,
      inventory
        .clusters()
        .filter(
          entry =>
            environment === undefined || entry.environment.name === environment,
        ),
    );
    const chosen =
      light === undefined
        ? visible
        : visible.filter(entry => lights.of(entry) === light);
    const offset = Number(req.query.offset ?? 0);
    const answer: ClusterListView = {
      items: chosen
        .slice(offset, offset + Number(req.query.limit ?? 100))
        .map(entry => viewSummary(inventory, entry)),
      total: chosen.length,
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
