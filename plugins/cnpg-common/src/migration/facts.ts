import { Light } from '../assessment';
import { MigrationSettings } from '../environments/migrations';
import { Progress } from './progress';
import { MigrationReport } from './report';

/** A Deployment as it runs; `missing` where the cluster has none of the name, undefined where it cannot be read. @public */
export type DeploymentState =
  | { state: 'running'; wanted: number; available: number; image?: string }
  | { state: 'missing' };

/** Everything that the state of a migration rests on. @public */
export interface MigrationFacts {
  name: string;
  settings: MigrationSettings;
  progress: Progress;
  /** All that were stored, in the order of their runs. */
  reports: MigrationReport[];
  origin?: DeploymentState;
  /** In the order of the settings. */
  writers: { name: string; found?: DeploymentState }[];
  /** The new cluster, where there is one. */
  target?: { light: Light; importSeconds?: number };
  /** The newest rehearsal's cluster. */
  rehearsal?: { light: Light; importSeconds?: number };
  /** Since when the new database has been healthy without a break, and for how long nobody looked (seconds); milliseconds since the epoch. */
  healthy?: { since: number; unobservedSeconds: number };
  /** Milliseconds since the epoch. */
  now: number;
}
