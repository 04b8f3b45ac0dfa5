import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KubeClient } from '@naytife/cnpg-simulator';
import { parseAllDocuments } from 'yaml';

interface CustomResourceDefinition {
  kind?: string;
  metadata: { name: string };
  spec: {
    group: string;
    names: { plural: string };
    versions: { name: string }[];
  };
}

const CRDS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

function read(path: string): CustomResourceDefinition[] {
  const files = statSync(path).isDirectory()
    ? readdirSync(path).map(file => join(path, file))
    : [path];
  return files
    .filter(file => /\.ya?ml$/.test(file))
    .flatMap(file =>
      parseAllDocuments(readFileSync(file, 'utf8')).map(
        document => document.toJS() as CustomResourceDefinition | null,
      ),
    )
    .filter(
      (object): object is CustomResourceDefinition =>
        object?.kind === 'CustomResourceDefinition',
    );
}

/** Applies every CustomResourceDefinition of the folders and files and waits until the server serves them; answers their names. */
export async function installCrds(
  client: KubeClient,
  paths: string[],
): Promise<string[]> {
  const crds = paths.flatMap(read);
  for (const crd of crds)
    await client.request(
      'PATCH',
      `${CRDS}/${crd.metadata.name}?fieldManager=control-plane&force=true`,
      crd,
      'application/apply-patch+yaml',
    );
  for (const { spec } of crds) {
    const { name } = spec.versions[0];
    const list = `/apis/${spec.group}/${name}/${spec.names.plural}?limit=1`;
    // "Established" comes before the storage is ready: 404 first, then 429, then the list.
    while (!(await client.request('GET', list).catch(() => undefined)))
      await sleep(50);
  }
  return crds.map(crd => crd.metadata.name);
}

/** Removes one CustomResourceDefinition with all its objects. */
export async function removeCrd(client: KubeClient, name: string) {
  await client.request('DELETE', `${CRDS}/${name}`);
}
