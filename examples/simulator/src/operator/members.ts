import { Cluster, parsePod } from '@naytife/backstage-plugin-cnpg-common';
import { instanceFields } from './birth';
import { Context } from './Context';
import { createInstance, setReady } from './pods';

/** The instances of a cluster as the operator counts them. */
export const primaryOf = (cluster: Cluster): string =>
  cluster.status?.currentPrimary ?? '';
export const membersOf = (cluster: Cluster): string[] =>
  cluster.status?.instanceNames ?? [];
export const timelineOf = (cluster: Cluster): number =>
  cluster.status?.timelineID ?? 1;

/** Status fields for the instances that are ready; by default under the primary and timeline that are. */
export const readyFields = (
  cluster: Cluster,
  ready: string[],
  primary = primaryOf(cluster),
  timeline = timelineOf(cluster),
) => instanceFields(ready, membersOf(cluster), primary, timeline);

/** The instance pods that are there, and whether each is ready. */
export async function podsOf({
  client,
  namespace,
  name,
}: Context): Promise<Map<string, boolean>> {
  const { items } = await client.list(
    'Pod',
    namespace,
    `cnpg.io/cluster=${name},cnpg.io/podRole=instance`,
  );
  return new Map(
    items.flatMap(item => {
      const { object } = parsePod(item);
      return object ? [[object.meta.name, object.ready] as const] : [];
    }),
  );
}

/** Makes one instance the primary, on a timeline, of all that belong to the cluster. */
export function setPrimary(
  { world, namespace, name }: Context,
  primary: string,
  timeline: number,
): void {
  for (const [key, instance] of world.instances) {
    if (key.startsWith(`${namespace}/`) && instance.cluster === name) {
      instance.isPrimary = key === `${namespace}/${primary}`;
      instance.timeline = timeline;
    }
  }
}

/** Brings an instance's pod back under its old name. */
export async function revive(
  context: Context,
  cluster: Cluster,
  pod: string,
  role: 'primary' | 'replica',
  seconds = 10,
): Promise<void> {
  await createInstance(context, pod, role, cluster.spec.storage.size ?? '1Gi');
  await context.world.pause(seconds);
  await setReady(context, pod, true);
}
