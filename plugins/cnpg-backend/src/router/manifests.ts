import { NotFoundError } from '@backstage/errors';
import {
  Environment,
  ManifestPreviewView,
  changeSpecSchema,
  clusterName,
  cnpgClusterCreatePermission,
  cnpgClusterDeletePermission,
  cnpgClusterRestorePermission,
  cnpgClusterUpdatePermission,
  cnpgPlatformUpdatePermission,
  databaseSpecSchema,
  deleteSpecSchema,
  foundationSpecSchema,
  parseSpec,
  replicaSpecSchema,
  restoreSpecSchema,
} from '@naytife/backstage-plugin-cnpg-common';
import { Router } from 'express';
import { previewChange } from '../manifests/previewChange';
import { checkName, previewDatabase } from '../manifests/previewDatabase';
import { previewFoundation } from '../manifests/previewFoundation';
import { previewReplica } from '../manifests/previewReplica';
import { previewRemoval } from '../manifests/previewRemoval';
import { previewRestore } from '../manifests/previewRestore';
import type { RouterDeps } from './createRouter';
import { perUser } from './perUser';
import { refuseInvalid } from './target';

/** What the repository, the API server and the policies say of a pull request before it is opened. */
export function addManifests(
  router: Router,
  { inventory, access, repositoryOf, dependentsOf }: RouterDeps,
): void {
  const limited = perUser(access);
  const environmentOf = (name: string): Environment => {
    const environment = inventory.environment(name);
    if (!environment)
      throw new NotFoundError(`There is no environment ${name}.`);
    return environment;
  };

  router.post('/manifests/database', limited, async (req, res) => {
    await access.basic(req, cnpgClusterCreatePermission);
    const { spec, findings } = parseSpec(databaseSpecSchema, req.body.spec);
    if (!spec) {
      const answer: ManifestPreviewView = { files: [], secrets: [], findings };
      res.json(answer);
      return;
    }
    const environment = environmentOf(spec.environment);
    res.json(
      await previewDatabase(
        inventory,
        repositoryOf(environment),
        environment,
        spec,
      ),
    );
  });

  router.get(
    '/environments/:environment/names/:name',
    limited,
    async (req, res) => {
      await access.basic(req, cnpgClusterCreatePermission);
      const environment = environmentOf(req.params.environment);
      const { spec: name, findings } = parseSpec(clusterName, req.params.name);
      res.json({
        findings: name
          ? await checkName(
              inventory,
              repositoryOf(environment),
              environment,
              name,
            )
          : findings.map(finding => ({ ...finding, path: 'name' })),
      });
    },
  );

  router.post('/manifests/change', limited, async (req, res) => {
    const spec = refuseInvalid(parseSpec(changeSpecSchema, req.body.spec));
    const { entry } = await access.cluster(
      req,
      spec,
      cnpgClusterUpdatePermission,
    );
    const repository = repositoryOf(entry.environment);
    res.json(await previewChange(inventory, repository, entry, spec));
  });

  router.post('/manifests/delete', limited, async (req, res) => {
    const spec = refuseInvalid(parseSpec(deleteSpecSchema, req.body.spec));
    const { entry, credentials } = await access.cluster(
      req,
      spec,
      cnpgClusterDeletePermission,
    );
    res.json(
      await previewRemoval(
        inventory,
        repositoryOf(entry.environment),
        entry,
        spec,
        await dependentsOf(entry, credentials),
        entry.connection.api.now(),
      ),
    );
  });

  router.post('/manifests/foundation', limited, async (req, res) => {
    await access.basic(req, cnpgPlatformUpdatePermission);
    const spec = refuseInvalid(parseSpec(foundationSpecSchema, req.body.spec));
    const environment = environmentOf(spec.environment);
    res.json(
      await previewFoundation(
        inventory,
        repositoryOf(environment),
        environment,
        spec,
      ),
    );
  });

  router.post('/manifests/replica', limited, async (req, res) => {
    const spec = refuseInvalid(parseSpec(replicaSpecSchema, req.body.spec));
    const { entry } = await access.cluster(
      req,
      { environment: spec.originEnvironment, name: spec.origin },
      cnpgClusterUpdatePermission,
    );
    const environment = environmentOf(spec.environment);
    if (spec.step === 'create')
      await access.basic(req, cnpgClusterCreatePermission);
    else
      await access.cluster(
        req,
        { environment: spec.environment, name: spec.name },
        cnpgClusterUpdatePermission,
      );
    const { owners } = await access.resource(entry);
    res.json(
      await previewReplica(
        inventory,
        repositoryOf,
        entry,
        environment,
        spec,
        owners[0] ?? 'group:default/unknown',
      ),
    );
  });

  router.post('/manifests/restore', limited, async (req, res) => {
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
        repositoryOf(entry.environment),
        entry,
        spec,
        owners[0] ?? 'group:default/unknown',
        entry.connection.api.now(),
      ),
    );
  });
}
