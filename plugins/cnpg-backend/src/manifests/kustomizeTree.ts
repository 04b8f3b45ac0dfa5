import { posix } from 'node:path';
import {
  Application,
  Manifest,
  entriesOf,
} from '@naytife/backstage-plugin-cnpg-common';
import { parseAllDocuments } from 'yaml';
import { Repository } from './Repository';

/** More directories than any overlay has; what is deeper is not looked at. */
const MOST_DIRECTORIES = 100;

/** Every directory that a kustomization builds, beginning with its own, with the names of its files. */
async function* directories(repository: Repository, root: string) {
  const queue = [root];
  const seen = new Set<string>();
  for (
    let directory = queue.shift();
    directory !== undefined && seen.size < MOST_DIRECTORIES;
    directory = queue.shift()
  ) {
    if (seen.has(directory)) continue;
    seen.add(directory);
    const path = posix.join(directory, 'kustomization.yaml');
    const text = await repository.read(path);
    if (text === undefined) continue;
    const here = directory;
    const entries = entriesOf(text, path)
      .filter(entry => !/^[a-z]+:\/\/|^git::|\?ref=/.test(entry))
      .map(entry => posix.join(here, entry));
    const files = entries.filter(entry => /\.(ya?ml|json)$/.test(entry));
    queue.push(...entries.filter(entry => !files.includes(entry)));
    yield { directory, files };
  }
}

/** Whether what is built at `root` includes the directory. */
export async function reaches(
  repository: Repository,
  root: string,
  directory: string,
): Promise<boolean> {
  for await (const item of directories(repository, root))
    if (item.directory === directory) return true;
  return false;
}

interface Deployment extends Manifest {
  spec: {
    template?: {
      spec?: {
        containers?: {
          name: string;
          env?: { name: string; valueFrom?: object }[];
        }[];
      };
    };
  };
}

/** The Deployment that an overlay builds, with its first container; undefined where there is none of the name. */
export async function findDeployment(
  repository: Repository,
  overlay: string,
  name: string,
): Promise<Application | undefined> {
  for await (const { files } of directories(repository, overlay)) {
    const texts = await Promise.all(files.map(file => repository.read(file)));
    for (const text of texts) {
      if (text === undefined) continue;
      const found = parseAllDocuments(text)
        .map(document => document.toJS() as Deployment | null)
        .find(
          object =>
            object?.kind === 'Deployment' && object.metadata?.name === name,
        );
      const container = found?.spec.template?.spec?.containers?.[0];
      if (container)
        return {
          deployment: name,
          container: container.name,
          referenced: (container.env ?? [])
            .filter(({ valueFrom }) => valueFrom)
            .map(item => item.name),
        };
    }
  }
  return undefined;
}
