import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KubeClient } from '@naytife/cnpg-simulator';
import { parseAllDocuments } from 'yaml';

interface CustomResourceDefinition {
  kind?: string;
  metadata: { name: string };
  status?: { conditions?: { type: string; status: string }[] };
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
  for (const { metadata } of crds) {
    for (;;) {
      const response = await client.request('GET', `${CRDS}/${metadata.name}`);
      const { status } = (await response.json()) as CustomResourceDefinition;
      if (
        status?.conditions?.some(
          item => item.type === 'Established' && item.status === 'True',
        )
      )
        break;
      await sleep(50);
    }
  }
  return crds.map(crd => crd.metadata.name);
}

/** Removes one CustomResourceDefinition with all its objects. */
export async function removeCrd(client: KubeClient, name: string) {
  await client.request('DELETE', `${CRDS}/${name}`);
}
