import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  ClusterDetailView,
  cnpgClusterDeletePermission,
  cnpgClusterUpdatePermission,
} from '@naytife/backstage-plugin-cnpg-common';
import { templatePath } from '../templatePath';
import { cnpgTranslationRef } from '../translation';
import { ReasonedButton } from './ReasonedButton';

/** The ways to change and to remove this database, both by a pull request; their forms begin with what is live. */
export const ChangeButtons = ({ cluster }: { cluster: ClusterDetailView }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { ref: resourceRef, environment, environmentTitle, name } = cluster;
  const change = usePermission({
    permission: cnpgClusterUpdatePermission,
    resourceRef,
  });
  const removal = usePermission({
    permission: cnpgClusterDeletePermission,
    resourceRef,
  });
  const denied = removal.allowed ? undefined : t('delete.denied');
  return (
    <>
      <ReasonedButton
        variant="outlined"
        disabled={change.loading}
        why={change.loading || change.allowed ? undefined : t('change.denied')}
        href={templatePath('change-database', {
          environment,
          name,
          ...cluster.asked,
        })}
      >
        {t('change.button')}
      </ReasonedButton>
      <ReasonedButton
        variant="outlined"
        disabled={removal.loading}
        why={
          cluster.deletion.protected
            ? t('delete.protected', { environment: environmentTitle })
            : (!removal.loading && denied) || undefined
        }
        href={templatePath('delete-database', { environment, name })}
      >
        {t('delete.button')}
      </ReasonedButton>
    </>
  );
};
