import { ObjectMeta, parseWith } from './meta';
import { Parsed } from './Reader';

/** A CNPG Pooler (PgBouncer). `phase` is new in CNPG 1.30 and absent before. @public */
export interface Pooler {
  meta: ObjectMeta;
  clusterName?: string;
  type?: string;
  poolMode?: string;
  paused: boolean;
  desiredInstances?: number;
  instances?: number;
  phase?: string;
  phaseReason?: string;
  error?: string;
}

/** Reads a `postgresql.cnpg.io/v1` Pooler. Never throws. @public */
export function parsePooler(value: unknown): Parsed<Pooler> {
  return parseWith(value, (object, meta) => {
    const spec = object.at('spec');
    const status = object.at('status');
    return {
      meta,
      clusterName: spec.at('cluster').at('name').string(),
      type: spec.at('type').string(),
      poolMode: spec.at('pgbouncer').at('poolMode').string(),
      paused: spec.at('pgbouncer').at('paused').boolean() ?? false,
      desiredInstances: spec.at('instances').integer(),
      instances: status.at('instances').integer(),
      phase: status.at('phase').string(),
      phaseReason: status.at('phaseReason').string(),
      error: status.at('error').string(),
    };
  });
}
