import { Alert, IT } from './alert';

export const platformAlerts: Alert[] = [
  {
    name: 'CNPGCertificateExpiring',
    severity: 'warning',
    expr: 'cnpg_certificate_expiration_timestamp_seconds - time() < 5 * 86400',
    for: '1h',
    summary: `The certificate {{ $labels.secret }} of ${IT} expires in {{ $value | humanizeDuration }}`,
    description:
      'CNPG renews its own seven days before; one that gets this close is not renewed. The metric comes from the Backstage backend: the operator has none.',
    runbook: {
      meaning: 'Then clients and replicas are refused.',
      look: ['Is it one of CNPG’s own, or one that you provide?'],
      act: [
        'CNPG’s own: the operator does not run, see CNPGOperatorDown.',
        'Your own: renew it; CNPG reloads it by itself.',
      ],
      docs: 'certificates',
    },
  },
  {
    name: 'CNPGOperatorDown',
    severity: 'critical',
    expr: 'absent(up{job="cnpg-system/cnpg-controller-manager"} == 1)',
    for: '5m',
    summary: 'The CloudNativePG operator does not run',
    description:
      'Databases go on as they are. Nothing fails over, nothing is backed up, and every status is old news.',
    runbook: {
      meaning:
        'No failover, no backup; what the clusters say of themselves is from before.',
      look: ['`kubectl -n cnpg-system get pods`; its log.'],
      act: ['Bring it back before anything else.'],
      docs: 'failover',
    },
  },
];
