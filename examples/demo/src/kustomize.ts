import { posix } from 'node:path';
import { parseAllDocuments, parse } from 'yaml';
import { KubeObject } from '@naytife/cnpg-simulator';

/**
 * The objects that a directory's kustomization names, followed through its subdirectories. Only `resources` is read:
 * the demo's tree uses nothing else.
 * @throws Error that names the file which is missing or no YAML
 */
export function buildKustomization(
  files: Map<string, string>,
  directory: string,
): KubeObject[] {
  const path = posix.join(directory, 'kustomization.yaml');
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path} does not exist`);
  const { resources = [] } = (parse(text) ?? {}) as { resources?: string[] };
  return resources.flatMap(resource => {
    const target = posix.join(directory, resource);
    const content = files.get(target);
    if (content === undefined) return buildKustomization(files, target);
    return parseAllDocuments(content).flatMap(document => {
      if (document.errors.length)
        throw new Error(`${target}: ${document.errors[0].message}`);
      const object = document.toJS() as KubeObject | null;
      return object ? [object] : [];
    });
  });
}
