import { Environment } from '../environments/environment';
import { meta } from '../manifests/objects';
import { STORE_KEYS } from '../manifests/secrets';
import { Manifest, compact } from '../manifests/yaml';

const NAME = 'cnpg-object-store';
const PORT = 7070;

/** The bucket of `s3://bucket/path`. */
const bucketOf = (destinationPath: string) =>
  destinationPath.replace(/^\w+:\/\//, '').split('/')[0];

/** Where the server of an environment's own store answers; what `endpointURL` must say. */
export const storeServerUrl = ({ namespace }: Environment) =>
  `http://${NAME}.${namespace}.svc:${PORT}`;

/**
 * A small S3 server (Versity S3 Gateway, Apache-2.0) over a volume: with its posix backend a folder is a bucket. For an
 * environment that has no object store, so that backups and restores can be tried there.
 */
export function storeServer(environment: Environment): Manifest[] {
  const { objectStore, storageClass } = environment;
  if (!objectStore?.server) return [];
  const { image, storage } = objectStore.server;
  const labels = { app: NAME };
  const fromSecret = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: objectStore.secretName, key } },
  });
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
  };
  return [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: meta(NAME, environment),
      spec: compact({
        accessModes: ['ReadWriteOnce'],
        storageClassName: storageClass,
        resources: { requests: { storage } },
      }),
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta(NAME, environment),
      spec: {
        replicas: 1,
        // Two of them on one volume would overwrite each other.
        strategy: { type: 'Recreate' },
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 1000,
              fsGroup: 1000,
            },
            initContainers: [
              {
                name: 'bucket',
                image,
                command: [
                  'mkdir',
                  '-p',
                  `/data/${bucketOf(objectStore.destinationPath)}`,
                ],
                volumeMounts,
                securityContext,
              },
            ],
            containers: [
              {
                name: 's3',
                image,
                args: ['--port', `:${PORT}`, 'posix', '/data'],
                env: [
                  fromSecret('ROOT_ACCESS_KEY', STORE_KEYS[0]),
                  fromSecret('ROOT_SECRET_KEY', STORE_KEYS[1]),
                ],
                ports: [{ name: 's3', containerPort: PORT }],
                readinessProbe: { tcpSocket: { port: 's3' } },
                resources: {
                  requests: { cpu: '50m', memory: '64Mi' },
                  limits: { memory: '256Mi' },
                },
                volumeMounts,
                securityContext,
              },
            ],
            volumes: [
              { name: 'data', persistentVolumeClaim: { claimName: NAME } },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta(NAME, environment),
      spec: {
        selector: labels,
        ports: [{ name: 's3', port: PORT, targetPort: 's3' }],
      },
    },
  ];
}
