import { CNPG } from '../annotations';
import { Environment } from '../environments/environment';
import { connectionPaths, relative } from './connection';
import { deliver } from './delivery';
import { EditedFile } from './edit';
import { Effect, effectsOf } from './effects';
import { catalogFile, directoryOf } from './files';
import { Listing, entriesOf, removeEntry } from './listing';
import { Manifest, ManifestFile, ReadFile } from './yaml';

/** What a removal does to the repository. @public */
export interface RemovalPlan {
  /** `hibernate`: the pods stop and all data stays. `remove`: the objects and their volumes go. */
  stage: 'hibernate' | 'remove';
  files: ManifestFile[];
  deletes: string[];
  /** Objects that change and stay. */
  objects: Manifest[];
  effects: Effect[];
}

function hibernate(path: string, text: string): RemovalPlan {
  const cluster = new EditedFile(path, text);
  cluster.set(['metadata', 'annotations', CNPG.hibernation], 'on');
  return {
    stage: 'hibernate',
    files: [{ path, content: cluster.content }],
    deletes: [],
    objects: [cluster.after],
    effects: effectsOf(cluster.before, cluster.after),
  };
}

/** Encrypted secrets that belong to this database alone. */
function secretFiles(
  name: string,
  environment: Environment,
  cluster: Manifest,
): string[] {
  const { secrets } = environment;
  if (secrets.provider !== 'sops') return [];
  const { managed } = cluster.spec as {
    managed?: { roles?: { passwordSecret?: { name: string } }[] };
  };
  const names = [
    `${name}-app`,
    ...(managed?.roles ?? []).flatMap(({ passwordSecret }) =>
      passwordSecret ? [passwordSecret.name] : [],
    ),
  ];
  return names.map(item => `${secrets.path}/${item}.yaml`);
}

/**
 * Takes a database out of Git. Where the environment wants two steps, the first one hibernates it.
 * @param hibernated - whether the live cluster is hibernated already
 * @returns undefined when the repository does not hold the database
 * @throws Error with path and line for a file that is no YAML
 * @public
 */
export function planRemoval(
  name: string,
  environment: Environment,
  read: ReadFile,
  hibernated: boolean,
): RemovalPlan | undefined {
  const directory = directoryOf(environment, name);
  const path = `${directory}/cluster.yaml`;
  const text = read(path);
  if (text === undefined) return undefined;
  if (environment.deletion.twoSteps && !hibernated)
    return hibernate(path, text);
  const own = read(`${directory}/kustomization.yaml`);
  const resources = own
    ? entriesOf(own, `${directory}/kustomization.yaml`)
    : ['cluster.yaml'];
  const delivery = deliver(environment, name, directory);
  const { overlay } = environment.gitops;
  const listings: Listing[] = [
    delivery.listing,
    ...(overlay
      ? [
          {
            path: `${overlay}/kustomization.yaml`,
            field: 'components' as const,
            entry: relative(overlay, `${directory}/connection`),
          },
        ]
      : []),
  ];
  const cluster = new EditedFile(path, text).before;
  const candidates = [
    ...resources.map(item => `${directory}/${item}`),
    `${directory}/kustomization.yaml`,
    ...connectionPaths(directory, read),
    ...(delivery.file ? [delivery.file.path] : []),
    catalogFile(environment, name),
    ...secretFiles(name, environment, cluster),
  ];
  const deletes = [...new Set(candidates)].filter(
    item => read(item) !== undefined,
  );
  const files = listings.flatMap(listing => {
    const before = read(listing.path);
    if (before === undefined) return [];
    const content = removeEntry(before, listing);
    return content === before ? [] : [{ path: listing.path, content }];
  });
  return { stage: 'remove', files, deletes, objects: [], effects: [] };
}
