import {
  EnvironmentListView,
  viewEnvironment,
} from '@naytife/backstage-plugin-cnpg-common';
import { checkEnvironment, sharedStore } from '../manifests/checkSurroundings';
import { Router } from 'express';
import { viewSource } from '../views/sourceView';
import type { RouterDeps } from './createRouter';

export function addEnvironments(
  router: Router,
  { inventory, access }: RouterDeps,
): void {
  router.get('/environments', async (req, res) => {
    const seen = await access.visible(req, inventory.clusters());
    const answer: EnvironmentListView = {
      items: inventory.environments.map(environment => ({
        ...viewEnvironment(environment),
        databases: seen.filter(
          entry => entry.environment.name === environment.name,
        ).length,
        trouble: checkEnvironment(inventory, environment, {
          needed: environment.objectStore !== undefined,
          store: sharedStore(environment),
        }).map(({ message }) => message),
      })),
      sources: inventory.connections.map(connection =>
        viewSource(inventory, connection),
      ),
    };
    res.json(answer);
  });
}
