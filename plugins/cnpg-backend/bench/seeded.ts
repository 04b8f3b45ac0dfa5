import { PolicyRule } from '@naytife/cnpg-simulator';
import {
  ControlPlane,
  crdFolders,
  documentedRules,
} from '@naytife/cnpg-control-plane';
import { Kubernetes } from './configuration';
import { ENVIRONMENTS, makeObjects, namespaceOf } from './data';

/** A real API server that holds so many clusters and their backups, and who may read them. */
export interface Seeded {
  plane: ControlPlane;
  kubernetes: Kubernetes;
  /** How the API server's audit log names the backend. */
  user: string;
  /** Bytes of all the objects as JSON. */
  rawBytes: number;
}

export async function startSeeded(
  clusters: number,
  more: PolicyRule[] = [],
): Promise<Seeded> {
  const plane = await ControlPlane.start({ crds: crdFolders() });
  const account = await plane.account('backstage', [
    ...documentedRules(),
    ...more,
  ]);
  for (let index = 0; index < ENVIRONMENTS; index += 1)
    await plane.admin.ensure({
      kind: 'Namespace',
      metadata: { name: namespaceOf(index) },
    });
  const objects = makeObjects(clusters);
  await plane.seed(objects);
  return {
    plane,
    user: account.user,
    rawBytes: objects.reduce(
      (sum, { object }) => sum + Buffer.byteLength(JSON.stringify(object)),
      0,
    ),
    kubernetes: {
      url: plane.endpoint.url,
      token: await account.token(),
      caData: Buffer.from(plane.ca).toString('base64'),
    },
  };
}
