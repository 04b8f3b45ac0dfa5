import { delimiter } from 'node:path';

const list = (name: string) =>
  (process.env[name] ?? '').split(delimiter).filter(Boolean);

/** Whether there is a real API server to test against; `npm run test:control-plane` brings one. */
export const hasControlPlane = () => Boolean(process.env.KUBEBUILDER_ASSETS);

/** Folders with the CRDs of CNPG and the Barman Cloud plugin: of the newest release, or of the one that Naytife runs today. */
export const crdFolders = (release: 'newest' | 'old' = 'newest') =>
  list(release === 'old' ? 'CNPG_CRDS_OLD' : 'CNPG_CRDS');

/** Files with the CRDs of the Prometheus operator. */
export const monitoringCrds = () => list('MONITORING_CRDS');

/** CRDs of the External Secrets Operator and of Argo CD, for what pull requests bring besides CNPG's kinds. */
export const gitopsCrds = () => list('GITOPS_CRDS');
