import createClient, { Client } from 'openapi-fetch';
import type { components, paths } from '../generated/openapi';

type Schemas = components['schemas'];

/** @public */
export type ClusterSummaryView = Schemas['ClusterSummary'];
/** @public */
export type ClusterDetailView = Schemas['ClusterDetail'];
/** @public */
export type ClusterListView = Schemas['ClusterList'];
/** @public */
export type EnvironmentListView = Schemas['EnvironmentList'];
/** @public */
export type InstanceView = Schemas['Instance'];
/** @public */
export type BackupView = Schemas['BackupView'];
/** @public */
export type ScheduleView = Schemas['ScheduleView'];
/** @public */
export type PoolerView = Schemas['PoolerView'];
/** @public */
export type ConnectionView = Schemas['Connection'];
/** @public */
export type EventView = Schemas['EventView'];
/** @public */
export type SourceView = Schemas['Source'];
/** @public */
export type ReasonView = Schemas['Reason'];
/** @public */
export type RecoverabilityView = Schemas['Recoverability'];
/** @public */
export type PreflightView = Schemas['Preflight'];
/** @public */
export type ManifestPreviewView = Schemas['ManifestPreview'];
/** @public */
export type EnvironmentItemView = Schemas['Environment'];
/** @public */
export type EffectView = Schemas['Effect'];
/** @public */
export type FindingView = Schemas['Finding'];

/** @public */
export type MigrationView = Schemas['Migration'];
/** @public */
export type MigrationStageView = Schemas['MigrationStage'];
/** @public */
export type MigrationSummaryView = Schemas['MigrationSummary'];
/** @public */
export type MigrationReportView = Schemas['MigrationReport'];

/** @public */
export type PromiseView = Schemas['Promise'];
/** @public */
export type PromiseFleetView = Schemas['PromiseFleet'];

/** In the stream of changes: something that concerns every cluster changed, such as whether a Kubernetes API can be read. @public */
export const EVERY_CLUSTER = '*';

/** The typed client of the backend's routes, generated from its OpenAPI document. @public */
export type CnpgClient = Client<paths>;

/**
 * @param options - `baseUrl` of the plugin (`plugin://cnpg` with Backstage's fetchApi), and the fetch to use
 * @public
 */
export function createCnpgClient(options: {
  baseUrl: string;
  fetch: (request: Request) => Promise<Response>;
}): CnpgClient {
  return createClient<paths>(options);
}
