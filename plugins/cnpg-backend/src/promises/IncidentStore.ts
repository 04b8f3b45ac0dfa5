import { Knex } from 'knex';

const INCIDENTS = 'cnpg_incidents';

/** What can be wrong with a cluster so that an alert should tell of it. */
export const CONDITIONS = [
  'Health',
  'ContinuousArchiving',
  'LastBackupSucceeded',
] as const;

export type IncidentCondition = (typeof CONDITIONS)[number];

/** Since when a condition says that something is wrong, milliseconds since the epoch; undefined where nothing is, or it is not told. */
export type Wrong = Partial<Record<IncidentCondition, number>>;

/** Times are milliseconds since the epoch; without an end it goes on. */
export interface StoredIncident {
  condition: IncidentCondition;
  began: number;
  ended?: number;
}

interface Row {
  environment: string;
  name: string;
  condition: IncidentCondition;
  began_at: number | string;
  ended_at: number | string | null;
}

/** A cluster of an environment. */
export interface ClusterKey {
  environment: string;
  name: string;
}

/** When something was wrong with a cluster. The same beginning, told twice, is one incident. */
export class IncidentStore {
  constructor(private readonly knex: Knex) {}

  async begin(
    { environment, name }: ClusterKey,
    condition: IncidentCondition,
    began: number,
  ): Promise<void> {
    await this.knex<Row>(INCIDENTS)
      .insert({ environment, name, condition, began_at: began, ended_at: null })
      .onConflict(['environment', 'name', 'condition', 'began_at'])
      .ignore();
  }

  async end(
    { environment, name }: ClusterKey,
    condition: IncidentCondition,
    ended: number,
  ): Promise<void> {
    await this.knex<Row>(INCIDENTS)
      .where({ environment, name, condition, ended_at: null })
      .update({ ended_at: ended });
  }

  /** What goes on, by `environment/name`. */
  async open(): Promise<Map<string, Wrong>> {
    const rows = await this.knex<Row>(INCIDENTS).whereNull('ended_at');
    const found = new Map<string, Wrong>();
    for (const { environment, name, condition, began_at } of rows) {
      const ref = `${environment}/${name}`;
      found.set(ref, { ...found.get(ref), [condition]: Number(began_at) });
    }
    return found;
  }

  /** Those that began since then, the newest first. */
  async since(
    { environment, name }: ClusterKey,
    began: number,
    most: number,
  ): Promise<StoredIncident[]> {
    const rows = await this.knex<Row>(INCIDENTS)
      .where({ environment, name })
      .andWhere('began_at', '>=', began)
      .orderBy('began_at', 'desc')
      .limit(most);
    return rows.map(row => ({
      condition: row.condition,
      began: Number(row.began_at),
      ended: row.ended_at === null ? undefined : Number(row.ended_at),
    }));
  }
}
