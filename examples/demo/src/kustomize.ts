import { posix } from 'node:path';
import { parseAllDocuments, parse } from 'yaml';
import { KubeObject } from '@naytife/cnpg-simulator';
import { strategicMerge } from './strategicMerge';

interface Kustomization {
  resources?: string[];
  components?: string[];
  namespace?: string;
  namePrefix?: string;
  patches?: {
    path?: string;
    patch?: string;
    target?: { kind?: string; name?: string };
  }[];
}

const objectsOf = (text: string, path: string): KubeObject[] =>
  parseAllDocuments(text).flatMap(document => {
    if (document.errors.length)
      throw new Error(`${path}: ${document.errors[0].message}`);
    const object = document.toJS() as KubeObject | null;
    return object ? [object] : [];
  });

function read(files: Map<string, string>, directory: string): Kustomization {
  const path = posix.join(directory, 'kustomization.yaml');
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} does not exist`);
  return (parse(text) ?? {}) as Kustomization;
}

/** A Component's patches over what was built so far. */
function patched(
  files: Map<string, string>,
  directory: string,
  objects: KubeObject[],
): KubeObject[] {
  const { patches = [] } = read(files, directory);
  return patches.reduce((built, { path, patch, target }) => {
    const file = path && posix.join(directory, path);
    const text = patch ?? (file ? files.get(file) : undefined) ?? '';
    const [change] = objectsOf(text, file ?? directory);
    return built.flatMap(object => {
      const { kind, metadata } = object;
      if (target?.kind !== kind || target.name !== metadata.name)
        return [object];
      const merged = strategicMerge(object, change);
      return merged ? [merged] : [];
    });
  }, objects);
}

/**
 * The objects that a directory's kustomization names, followed through its subdirectories. Read are `resources`,
 * `components` with their patches, `namespace` and `namePrefix`: the demo's tree uses nothing else.
 * @throws Error that names the file which is missing or no YAML
 */
export function buildKustomization(
  files: Map<string, string>,
  directory: string,
): KubeObject[] {
  const {
    resources = [],
    components = [],
    namespace,
    namePrefix = '',
  } = read(files, directory);
  const named = resources.flatMap(resource => {
    const target = posix.join(directory, resource);
    const content = files.get(target);
    return content === undefined
      ? buildKustomization(files, target)
      : objectsOf(content, target);
  });
  return components
    .reduce(
      (objects, entry) => patched(files, posix.join(directory, entry), objects),
      named,
    )
    .map(object => ({
      ...object,
      metadata: {
        ...object.metadata,
        name: `${namePrefix}${object.metadata.name}`,
        ...(namespace ? { namespace } : {}),
      },
    }));
}
