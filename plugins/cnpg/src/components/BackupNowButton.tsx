import { useState } from 'react';
import { alertApiRef, useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  ClusterDetailView,
  cnpgClusterBackupPermission,
} from '@naytife/backstage-plugin-cnpg-common';
import { cnpgApiRef } from '../api/CnpgApi';
import { cnpgTranslationRef } from '../translation';
import { ReasonedButton } from './ReasonedButton';

/** Takes a backup now; disabled with the reason where it cannot. */
export const BackupNowButton = ({
  cluster,
}: {
  cluster: ClusterDetailView;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const api = useApi(cnpgApiRef);
  const alerts = useApi(alertApiRef);
  const [busy, setBusy] = useState(false);
  const { allowed, loading } = usePermission({
    permission: cnpgClusterBackupPermission,
    resourceRef: cluster.ref,
  });
  const impossible =
    cluster.recoverability.archive.way === 'none'
      ? t('backups.impossible')
      : undefined;
  const why = !loading && !allowed ? t('backups.denied') : impossible;
  const start = async () => {
    setBusy(true);
    try {
      const { name } = await api.backUpNow(cluster);
      alerts.post({
        message: t('backups.started', { name }),
        severity: 'success',
        display: 'transient',
      });
    } catch (error) {
      alerts.post({ message: (error as Error).message, severity: 'error' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <ReasonedButton
      why={why}
      disabled={busy || loading}
      variant="outlined"
      onClick={start}
    >
      {t('backups.now')}
    </ReasonedButton>
  );
};
