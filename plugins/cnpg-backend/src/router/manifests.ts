import {
  cnpgClusterCreatePermission,
  cnpgClusterRestorePermission,
  databaseSpecSchema,
  parseSpec,
  restoreSpecSchema,
} from '@naytife/backstage-plugin-cnpg-common';
import { Router } from 'express';
import { previewDatabase, previewRestore } from '../manifests/preview';
import type { RouterDeps } from './createRouter';
import { refuseInvalid } from './target';

export function addManifests(
  router: Router,
  { inventory, access }: RouterDeps,
): void {
  router.post('/manifests/database', async (req, res) => {
    await access.basic(req, cnpgClusterCreatePermission);
    const { spec, findings } = parseSpec(databaseSpecSchema, req.body.spec);
    res.json(
      spec ? await previewDatabase(inventory, spec) : { files: [], findings },
    );
  });

  router.post('/manifests/restore', async (req, res) => {
    const spec = refuseInvalid(parseSpec(restoreSpecSchema, req.body.spec));
    const { entry } = await access.cluster(
      req,
      { environment: spec.environment, name: spec.origin },
      cnpgClusterRestorePermission,
    );
    const { owners } = await access.resource(entry);
    res.json(
      await previewRestore(
        inventory,
        entry,
        spec,
        owners[0] ?? 'group:default/unknown',
        entry.connection.api.now(),
      ),
    );
  });
}
