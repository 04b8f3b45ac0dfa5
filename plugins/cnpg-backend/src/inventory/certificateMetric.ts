import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { Inventory } from './Inventory';

/** As it arrives in Prometheus; the unit is part of the name, so that no exporter adds another. */
export const CERTIFICATE_METRIC =
  'cnpg_certificate_expiration_timestamp_seconds';

/**
 * When each certificate of each cluster expires, seconds since the epoch. The operator tells it in the Cluster's status
 * alone (`status.certificates.expirations`): without this metric no alert could count on it.
 */
export function exportCertificates(
  metrics: Pick<MetricsService, 'createObservableGauge'>,
  inventory: Pick<Inventory, 'clusters'>,
): void {
  metrics
    .createObservableGauge(CERTIFICATE_METRIC, {
      description: 'When a certificate of a CNPG cluster expires',
    })
    .addCallback(result => {
      for (const { cluster } of inventory.clusters()) {
        const { namespace, name } = cluster.meta;
        const expirations = cluster.status?.certificateExpirations ?? {};
        for (const [secret, time] of Object.entries(expirations))
          result.observe(Date.parse(time) / 1000, {
            namespace,
            cluster: name,
            secret,
          });
      }
    });
}
