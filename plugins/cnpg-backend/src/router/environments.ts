import {
  EnvironmentListView,
  viewEnvironment,
} from '@naytife/backstage-plugin-cnpg-common';
import { Router } from 'express';
import { viewSource } from '../views/sourceView';
import type { RouterDeps } from './createRouter';

export function addEnvironments(
  router: Router,
  { inventory, access }: RouterDeps,
): void {
  router.get('/environments', async (req, res) => {
    await access.credentials(req);
    const answer: EnvironmentListView = {
      items: inventory.environments.map(viewEnvironment),
      sources: inventory.connections.map(connection =>
        viewSource(inventory, connection),
      ),
    };
    res.json(answer);
  });
}
