import { NAYTIFE } from '../annotations';
import { Cluster } from '../model/cluster';

/** A restore that came up: the only proof that backups can be restored. A drill on a schedule would leave the same. @public */
export interface RestoreTest {
  /** The cluster that was restored. */
  name: string;
  /** RFC 3339: when it was first ready. */
  finishedAt: string;
  /** From the creation of the cluster until it was ready; with the size of the data, what a recovery takes (RTO). */
  seconds: number;
}

/**
 * The newest restore of a cluster that came up and is still there.
 * @param clusters - all clusters of the same namespace
 * @public
 */
export function lastRestoreTest(
  origin: Cluster,
  clusters: Cluster[],
): RestoreTest | undefined {
  return clusters
    .filter(
      ({ meta }) =>
        meta.namespace === origin.meta.namespace &&
        meta.annotations[NAYTIFE.restoredFrom] === origin.meta.name,
    )
    .flatMap(({ meta, status }): RestoreTest[] => {
      const ready = status?.conditions.find(({ type }) => type === 'Ready');
      const finishedAt = ready?.lastTransitionTime;
      const created = Date.parse(meta.creationTimestamp ?? '');
      if (ready?.status !== 'True' || !finishedAt || Number.isNaN(created))
        return [];
      return [
        {
          name: meta.name,
          finishedAt,
          seconds: Math.max(0, (Date.parse(finishedAt) - created) / 1000),
        },
      ];
    })
    .sort((a, b) => Date.parse(b.finishedAt) - Date.parse(a.finishedAt))[0];
}
