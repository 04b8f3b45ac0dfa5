import { existsSync } from 'node:fs';
import { join } from 'node:path';

const NEEDED = ['etcd', 'kube-apiserver'] as const;

/** The programs of a control plane. The controller manager is there when the folder has it; it removes what lost its owner. */
export type Binaries = Record<(typeof NEEDED)[number], string> & {
  'kube-controller-manager'?: string;
};

/**
 * Finds the programs where envtest's convention says: in the folder that `KUBEBUILDER_ASSETS` names.
 * `npm run test:control-plane` builds them from Go modules where nothing is named.
 * @throws Error that names the file which is missing
 */
export function findBinaries(
  folder = process.env.KUBEBUILDER_ASSETS,
): Binaries {
  if (!folder)
    throw new Error(
      'KUBEBUILDER_ASSETS names no folder; run the tests with "npm run test:control-plane", which builds one.',
    );
  for (const name of NEEDED)
    if (!existsSync(join(folder, name)))
      throw new Error(
        `${join(folder, name)} does not exist (KUBEBUILDER_ASSETS).`,
      );
  const manager = join(folder, 'kube-controller-manager');
  return {
    etcd: join(folder, 'etcd'),
    'kube-apiserver': join(folder, 'kube-apiserver'),
    ...(existsSync(manager) ? { 'kube-controller-manager': manager } : {}),
  };
}
