import { Environment, Finding } from '@naytife/backstage-plugin-cnpg-common';
import { Inventory } from '../inventory/Inventory';
import { error } from './findings';

/** The object store that a database of the environment counts on being there; undefined where each brings its own, or there is none. */
export const sharedStore = ({ objectStore }: Environment) =>
  objectStore && !objectStore.perDatabase ? objectStore.name : undefined;

/** Why an environment can take no database now: what watches say of its Kubernetes cluster, its operator, its plugin and its object store. */
export function checkEnvironment(
  inventory: Inventory,
  environment: Environment,
  archive: { needed: boolean; store?: string },
): Finding[] {
  const connection = inventory.connection(environment);
  const { operator, plugin } = inventory.components(connection);
  const findings: Finding[] = [];
  if (connection.sync.state !== 'synced')
    findings.push(
      error(
        'clusterUnreachable',
        'environment',
        `${connection.name} cannot be read (${
          connection.sync.error ?? connection.sync.state
        }): nothing can be checked now`,
      ),
    );
  if (operator.state === 'missing' || operator.state === 'down')
    findings.push(
      error(
        'operatorMissing',
        'environment',
        `the CNPG operator is ${operator.state} in ${connection.name}`,
      ),
    );
  if (!archive.needed) return findings;
  if (plugin.state === 'missing' || plugin.state === 'down')
    findings.push(
      error(
        'pluginMissing',
        'backup',
        `the Barman Cloud plugin is ${plugin.state} in ${connection.name}`,
      ),
    );
  const stores = connection.list('objectStores');
  if (
    stores &&
    archive.store &&
    !stores.some(
      ({ meta }) =>
        meta.name === archive.store && meta.namespace === environment.namespace,
    )
  )
    findings.push(
      error(
        'objectStoreMissing',
        'backup',
        `the object store ${archive.store} does not exist in ${environment.namespace}`,
      ),
    );
  return findings;
}

/** Whether the live cluster has the name already. */
export const checkNameInCluster = (
  inventory: Inventory,
  environment: Environment,
  name: string,
): Finding[] =>
  inventory.find(environment.name, name)
    ? [
        error(
          'nameTaken',
          'name',
          `there is a cluster ${name} in ${environment.title} already`,
        ),
      ]
    : [];
