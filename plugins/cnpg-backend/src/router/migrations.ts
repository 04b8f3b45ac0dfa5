import { NotFoundError } from '@backstage/errors';
import {
  DeploymentState,
  MigrationSummaryView,
  MigrationView,
  Migration,
  assessMigration,
  cnpgMigrationReadPermission,
  cnpgMigrationUpdatePermission,
  durationToSeconds,
  entityRefOf,
  migrationSpecSchema,
  parseSpec,
} from '@naytife/backstage-plugin-cnpg-common';
import { Router } from 'express';
import { migrationBranch } from '../migration/migrationPullRequest';
import { previewMigration } from '../migration/previewMigration';
import type { RouterDeps } from './createRouter';
import { perUser } from './perUser';
import { refuseInvalid } from './target';

const summary = ({ environment, name }: Migration): MigrationSummaryView => ({
  ref: `${environment.name}/${name}`,
  environment: environment.name,
  environmentTitle: environment.title,
  name,
});

const deployment = (name: string, found: DeploymentState | undefined) => {
  if (!found) return { name, unknown: true };
  return found.state === 'missing'
    ? { name }
    : {
        name,
        wanted: found.wanted,
        available: found.available,
        image: found.image,
      };
};

/** The moves of old databases: how far each is, and the pull request of its next step. */
export function addMigrations(
  router: Router,
  { inventory, access, migrations, repositoryOf }: RouterDeps,
): void {
  const limited = perUser(access);
  const find = (environment: string, name: string): Migration => {
    const found = migrations.find(environment, name);
    if (!found)
      throw new NotFoundError(
        `The configuration has no migration to ${environment}/${name} (cnpg.environments.${environment}.migrations).`,
      );
    return found;
  };

  router.get('/migrations', async (req, res) => {
    await access.basic(req, cnpgMigrationReadPermission);
    res.json({ items: migrations.all().map(summary) });
  });

  router.get('/migrations/:environment/:name', async (req, res) => {
    await access.basic(req, cnpgMigrationReadPermission);
    const migration = find(req.params.environment, req.params.name);
    const facts = await migrations.facts(migration);
    const { stages, ...state } = assessMigration(facts);
    const { progress, settings } = facts;
    const shown = await Promise.all(
      stages.map(async stage => {
        const branch = migrationBranch(
          {
            environment: migration.environment.name,
            name: migration.name,
            step: stage.step,
          },
          progress.run + 1,
        );
        const requested =
          stage.allowed &&
          (await migrations.requested(migration, progress, branch));
        const waiting =
          stage.state === 'running' &&
          migrations.waiting(migration, progress.run);
        return {
          ...stage,
          sentence: waiting
            ? `${stage.sentence} Its pod waits: ${waiting}`
            : stage.sentence,
          requested: requested ? branch : undefined,
        };
      }),
    );
    const answer: MigrationView = {
      ...summary(migration),
      ...state,
      entityRef: entityRefOf(migration.environment, migration.name),
      source: {
        deployment: settings.source.deployment,
        database: settings.source.database,
        user: settings.source.user,
      },
      origin: deployment(settings.source.deployment, facts.origin),
      writers: facts.writers.map(({ name, found }) => deployment(name, found)),
      method: progress.method,
      run: progress.run,
      stages: shown,
      healthySince:
        facts.healthy && new Date(facts.healthy.since).toISOString(),
      healthyForSeconds: durationToSeconds(settings.healthyFor) ?? 0,
      history: facts.reports,
      now: new Date(facts.now).toISOString(),
    };
    res.json(answer);
  });

  router.post('/manifests/migration', limited, async (req, res) => {
    await access.basic(req, cnpgMigrationUpdatePermission);
    const spec = refuseInvalid(parseSpec(migrationSpecSchema, req.body.spec));
    const migration = find(spec.environment, spec.name);
    res.json(
      await previewMigration(
        inventory,
        repositoryOf(migration.environment),
        migration,
        spec,
        await migrations.facts(migration, true),
      ),
    );
  });
}
