import { NAYTIFE } from '../annotations';
import { MIGRATION_FILES } from '../generated/migrationFiles';
import { imageFields } from '../manifests/images';
import { meta } from '../manifests/objects';
import { ownerSecretName } from '../manifests/secrets';
import { Manifest } from '../manifests/yaml';
import { Migration, migrationName } from './places';
import { Progress } from './progress';
import { MigrationStep } from './spec';

/** A Job may wait for an import of many hours. */
const DEADLINE_SECONDS = 24 * 3600;
/** CNPG's images run as `postgres`; they have bash, psql and the tools of their version. */
const POSTGRES_UID = 26;

const fromSecret = (name: string, secret: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

/** The script and the SQL of all Jobs. */
export const scripts = ({ environment, name }: Migration): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: meta(`${migrationName(name)}-scripts`, environment),
  data: MIGRATION_FILES,
});

const jobName = (name: string, step: MigrationStep, run: number) =>
  `${name}-${step}-${run}`;

/** The image of the new database: its pg_dump and psql must not be older than the server. */
function image({ environment, settings }: Migration): string {
  const version = settings.target.version ?? environment.defaults.version;
  const { imageName } = imageFields(version ?? '', environment) as {
    imageName?: string;
  };
  return imageName ?? Object.values(environment.images)[0];
}

/**
 * The Job of a step: tasks of migrate.sh, in order. It never begins twice by itself, its report is its pod's termination
 * message, and passwords reach it from Secrets alone.
 * @param target - the new cluster, or a rehearsal's
 */
export function migrationJob(
  migration: Migration,
  progress: Progress,
  step: MigrationStep,
  run: number,
  target: string,
  tasks: string[],
): Manifest {
  const { environment, name, settings } = migration;
  const { source } = settings;
  const final = step === 'copy' || step === 'validate';
  const secret = ownerSecretName(target, environment);
  // The old database is assessed before there is a new one.
  const alone = step === 'assess' || step === 'stop' || step === 'prepare';
  const labels = {
    [NAYTIFE.migration]: name,
    [NAYTIFE.migrationStep]: step,
    [NAYTIFE.migrationRun]: String(run),
  };
  const base = meta(jobName(name, step, run), environment);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...base, labels: { ...base.labels, ...labels } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: DEADLINE_SECONDS,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: POSTGRES_UID,
            runAsGroup: POSTGRES_UID,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'migrate',
              image: image(migration),
              command: ['bash', '/migration/migrate.sh', ...tasks],
              env: [
                {
                  name: 'OLD_HOST',
                  value: `${progress.prefix}${source.service}${progress.suffix}.${environment.namespace}.svc`,
                },
                { name: 'OLD_PORT', value: String(source.port) },
                { name: 'OLD_DATABASE', value: source.database },
                { name: 'OLD_USER', value: source.user },
                { name: 'OLD_SSLMODE', value: source.sslmode },
                fromSecret(
                  'OLD_PASSWORD',
                  source.secretName,
                  source.passwordKey,
                ),
                ...(alone
                  ? []
                  : [
                      {
                        name: 'NEW_HOST',
                        value: `${target}-rw.${environment.namespace}.svc`,
                      },
                      { name: 'NEW_DATABASE', value: source.database },
                      fromSecret('NEW_USER', secret, 'username'),
                      fromSecret('NEW_PASSWORD', secret, 'password'),
                    ]),
                ...(final ? [{ name: 'FINAL', value: 'yes' }] : []),
              ],
              resources: {
                requests: { cpu: '100m', memory: '128Mi' },
                limits: { memory: '512Mi' },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: [
                { name: 'migration', mountPath: '/migration', readOnly: true },
                { name: 'work', mountPath: '/tmp' },
              ],
            },
          ],
          volumes: [
            {
              name: 'migration',
              configMap: { name: `${migrationName(name)}-scripts` },
            },
            { name: 'work', emptyDir: {} },
          ],
        },
      },
    },
  };
}
