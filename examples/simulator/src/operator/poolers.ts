import { CNPG, parsePooler } from '@naytife/backstage-plugin-cnpg-common';
import { KubeObject } from '../apiserver/objects';
import { now } from './Context';
import { KubeClient } from './KubeClient';
import { World } from './World';

/** Keeps a pooler's pods and status. It says `active` even while its pods crash, as CNPG 1.30 does. */
export async function reconcilePooler(
  client: KubeClient,
  world: World,
  raw: KubeObject,
): Promise<void> {
  const { object: pooler } = parsePooler(raw);
  if (!pooler?.clusterName) return;
  const { name, namespace, uid = '' } = pooler.meta;
  if (!(await client.find('Cluster', namespace, pooler.clusterName))) return;
  const crashing = world.is(
    `${namespace}/${pooler.clusterName}`,
    'pooler-crashing',
  );
  const wanted = pooler.desiredInstances ?? 1;
  for (let index = 1; index <= wanted; index += 1) {
    const pod = `${name}-${index}`;
    const labels = {
      [CNPG.poolerName]: name,
      [CNPG.podRole]: 'pooler',
      [CNPG.cluster]: pooler.clusterName,
    };
    const owner = {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Pooler',
      name,
      uid,
      controller: true,
    };
    const ip = world.address(`${namespace}/${pod}`);
    const status = {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      conditions: [
        {
          type: 'Ready',
          status: crashing ? 'False' : 'True',
          lastTransitionTime: now(),
        },
      ],
      containerStatuses: [
        {
          name: 'pgbouncer',
          ready: !crashing,
          restartCount: crashing ? 5 : 0,
          state: crashing
            ? { waiting: { reason: 'CrashLoopBackOff' } }
            : { running: {} },
        },
      ],
    };
    const current = await client.find('Pod', namespace, pod);
    const ready = (
      current?.status?.conditions as { status: string }[] | undefined
    )?.[0]?.status;
    if (!current)
      await client.ensure({
        kind: 'Pod',
        metadata: { name: pod, namespace, labels, ownerReferences: [owner] },
        spec: { containers: [{ name: 'pgbouncer', image: 'simulated' }] },
        status,
      });
    else if (ready !== status.conditions[0].status)
      await client.patchStatus('Pod', namespace, pod, status);
  }
  const phase = pooler.paused ? 'paused' : 'active';
  if (pooler.phase !== phase || pooler.instances !== wanted) {
    await client.patchStatus('Pooler', namespace, name, {
      phase,
      instances: wanted,
      image: 'ghcr.io/cloudnative-pg/pgbouncer:1.24.1',
      secrets: {},
    });
  }
}
