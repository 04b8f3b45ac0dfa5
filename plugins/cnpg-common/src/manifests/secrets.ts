import { CNPG } from '../annotations';
import { Environment } from '../environments/environment';
import { meta } from './objects';
import { DatabaseSpec } from './spec';
import { Manifest } from './yaml';

/** A Secret that has to be made and encrypted where the pull request is written; it holds no value. @public */
export interface SecretRequest {
  /** Of the encrypted file, from the root of the repository. */
  path: string;
  name: string;
  namespace: string;
  username: string;
  /** Names of the two values, where it is no basic-auth Secret: access key and secret key of an object store. */
  keys?: [string, string];
  /** age public keys, and the only ones that may be able to read it. */
  recipients: string[];
}

const RELOAD = { [CNPG.reload]: 'true' };

/** The owner's Secret has the name that CNPG itself would give it: applications need not know who made it. */
export const ownerSecretName = (name: string, environment: Environment) =>
  environment.secrets.provider === 'existing'
    ? environment.secrets.secretName
    : `${name}-app`;

export const roleSecretName = (name: string, role: string) =>
  `${name}-${role.replace(/_+/g, '-').replace(/^-|-$/g, '')}`;

/** Who needs a password: the owner, and each role that may log in. */
const accounts = ({ name, databaseOwner, roles }: DatabaseSpec) => [
  { secret: `${name}-app`, username: databaseOwner },
  ...roles
    .filter(({ login }) => login)
    .map(role => ({
      secret: roleSecretName(name, role.name),
      username: role.name,
    })),
];

export function sopsRequests(
  spec: DatabaseSpec,
  environment: Environment,
): SecretRequest[] {
  const { secrets, namespace } = environment;
  if (secrets.provider !== 'sops') return [];
  return accounts(spec).map(({ secret, username }) => ({
    path: `${secrets.path}/${secret}.yaml`,
    name: secret,
    namespace,
    username,
    recipients: secrets.recipients,
  }));
}

const externalSecret = (
  environment: Environment,
  name: string,
  spec: object,
): Manifest => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: meta(name, environment),
  spec,
});

/** Letters and digits only, so that a password can stand in a URL. */
const generator = (environment: Environment, name: string): Manifest => ({
  apiVersion: 'generators.external-secrets.io/v1alpha1',
  kind: 'Password',
  metadata: meta(name, environment),
  spec: {
    length: 32,
    digits: 8,
    symbols: 0,
    noUpper: false,
    allowRepeat: true,
  },
});

/** Names of the values in the Secret that an ObjectStore reads. */
export const STORE_KEYS: [string, string] = [
  'ACCESS_KEY_ID',
  'SECRET_ACCESS_KEY',
];

/** The object store's credentials, fetched by the External Secrets Operator; none where no key of its store is named. */
export function storeCredentials(environment: Environment): Manifest[] {
  const { secrets, objectStore } = environment;
  if (
    secrets.provider !== 'external-secrets' ||
    !secrets.objectStoreKey ||
    !objectStore
  )
    return [];
  const { objectStoreKey, store } = secrets;
  return [
    externalSecret(environment, objectStore.secretName, {
      refreshInterval: '1h',
      secretStoreRef: store,
      target: {
        name: objectStore.secretName,
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
      },
      data: STORE_KEYS.map(key => ({
        secretKey: key,
        remoteRef: { key: objectStoreKey, property: key },
      })),
    }),
  ];
}

/** Credentials for a store of the environment's own are made up, and encrypted, with the pull request; those of a cloud come from there. */
export function storeRequests(environment: Environment): SecretRequest[] {
  const { secrets, objectStore, namespace } = environment;
  if (secrets.provider !== 'sops' || !objectStore?.server) return [];
  return [
    {
      path: `${secrets.path}/${objectStore.secretName}.yaml`,
      name: objectStore.secretName,
      namespace,
      username: 'cnpg',
      keys: STORE_KEYS,
      recipients: secrets.recipients,
    },
  ];
}

/** ExternalSecrets, with a Password generator each where no remote key is named (external-secrets.io, guides/generator). */
export function externalSecretManifests(
  spec: DatabaseSpec,
  environment: Environment,
): Manifest[] {
  const { secrets, objectStore } = environment;
  if (secrets.provider !== 'external-secrets') return [];
  const { remoteKey, store } = secrets;
  const made = accounts(spec).flatMap(({ secret, username }) => {
    const target = {
      name: secret,
      creationPolicy: 'Owner',
      deletionPolicy: 'Retain',
      template: {
        type: 'kubernetes.io/basic-auth',
        metadata: { labels: RELOAD },
        data: { username, password: '{{ .password }}' },
      },
    };
    if (remoteKey)
      return [
        externalSecret(environment, secret, {
          refreshInterval: '1h',
          secretStoreRef: store,
          target,
          data: [
            {
              secretKey: 'password',
              remoteRef: {
                key: remoteKey
                  .replace('{name}', spec.name)
                  .replace('{role}', username),
                property: 'password',
              },
            },
          ],
        }),
      ];
    return [
      generator(environment, secret),
      externalSecret(environment, secret, {
        // A generator makes a new password at each refresh.
        refreshPolicy: 'CreatedOnce',
        target,
        dataFrom: [
          {
            sourceRef: {
              generatorRef: {
                apiVersion: 'generators.external-secrets.io/v1alpha1',
                kind: 'Password',
                name: secret,
              },
            },
          },
        ],
      }),
    ];
  });
  const credentials =
    objectStore?.perDatabase && spec.backup
      ? storeCredentials(environment)
      : [];
  return [...made, ...credentials];
}
