import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  ClusterDetailView,
  ClusterListView,
  EnvironmentListView,
  FindingView,
  ManifestPreviewView,
  MigrationSummaryView,
  MigrationView,
  PreflightView,
  PromiseFleetView,
  PromiseView,
  RestoreTarget,
  SpecKind,
} from '@naytife/backstage-plugin-cnpg-common';

/** `environment/name`, as the catalog annotation writes it. @public */
export interface ClusterRef {
  environment: string;
  name: string;
}

/** What the pages ask the backend. Every failure is a {@link CnpgApiError}. @public */
export interface CnpgApi {
  getEnvironments(): Promise<EnvironmentListView>;
  getClusters(): Promise<ClusterListView>;
  getCluster(ref: ClusterRef): Promise<ClusterDetailView>;
  preflight(ref: ClusterRef, target: RestoreTarget): Promise<PreflightView>;
  backUpNow(ref: ClusterRef): Promise<{ name: string }>;
  /** What speaks against a name for a new database. */
  checkName(ref: ClusterRef): Promise<{ findings: FindingView[] }>;
  /** The pull request before it is opened. */
  preview(
    kind: SpecKind,
    spec: Record<string, unknown>,
  ): Promise<ManifestPreviewView>;
  /** What was promised for a cluster, beside what was measured. */
  getPromises(ref: ClusterRef): Promise<{ items: PromiseView[] }>;
  getFleetPromises(): Promise<PromiseFleetView>;
  /** The migrations of the configuration. */
  getMigrations(): Promise<{ items: MigrationSummaryView[] }>;
  getMigration(ref: ClusterRef): Promise<MigrationView>;
  /** Calls back with `environment/name` whenever a cluster changed, and with the state of the stream itself. */
  subscribe(listener: ChangeListener): () => void;
}

/** @public */
export interface ChangeListener {
  onChange(cluster: string): void;
  onState(state: 'live' | 'reconnecting'): void;
}

/** An answer that was no success: HTTP status and the backend's own words. @public */
export class CnpgApiError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
    this.name = 'CnpgApiError';
  }
}

/** @public */
export const cnpgApiRef = createApiRef<CnpgApi>({ id: 'plugin.cnpg.api' });
