import { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CodeSnippet } from '@backstage/core-components';
import {
  ANNOTATION_CNPG_CLUSTERS,
  cnpgClusterReadPermission,
} from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Skeleton from '@material-ui/lab/Skeleton';
import Typography from '@material-ui/core/Typography';
import { CnpgApiError } from '../api/CnpgApi';
import { templatePath } from '../templatePath';
import { cnpgTranslationRef } from '../translation';

const Panel = ({
  title,
  children,
  role = 'status',
}: {
  title: string;
  children: ReactNode;
  role?: string;
}) => (
  <Paper role={role}>
    <Box p={4} maxWidth={760}>
      <Typography variant="h5" component="h2" gutterBottom>
        {title}
      </Typography>
      {children}
    </Box>
  </Paper>
);

export const Loading = () => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  return (
    <div role="status" aria-label={t('state.loading')}>
      <Skeleton variant="text" width="40%" height={48} />
      <Box display="grid" gridTemplateColumns="1fr 1fr" style={{ gap: 16 }}>
        <Skeleton variant="rect" height={150} />
        <Skeleton variant="rect" height={150} />
      </Box>
      <Box mt={2}>
        <Skeleton variant="rect" height={120} />
      </Box>
    </div>
  );
};

export const CreateButton = ({ formData }: { formData?: object }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  return (
    <Button
      variant="contained"
      color="primary"
      href={templatePath('create-database', formData)}
    >
      {t('state.create')}
    </Button>
  );
};

export const NoAnnotation = ({ component }: { component?: string }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  return (
    <Panel title={t('state.noAnnotation.title')}>
      <Typography paragraph>{t('state.noAnnotation.text')}</Typography>
      <CodeSnippet
        language="yaml"
        showCopyCodeButton
        text={`metadata:\n  annotations:\n    ${ANNOTATION_CNPG_CLUSTERS}: production/naytife-postgres`}
      />
      <Box mt={2}>
        <CreateButton formData={component ? { component } : undefined} />
      </Box>
    </Panel>
  );
};

/** What stands in the page's place when a cluster cannot be shown at all. */
export const Failure = ({
  error,
  clusterRef,
  onRetry,
}: {
  error: Error;
  clusterRef: string;
  onRetry: () => void;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const status = error instanceof CnpgApiError ? error.status : 0;
  if (status === 404) {
    return (
      <Panel title={t('state.noDatabase.title', { ref: clusterRef })}>
        <Typography paragraph>{t('state.noDatabase.text')}</Typography>
        <CreateButton
          formData={{
            environment: clusterRef.split('/')[0],
            name: clusterRef.split('/')[1],
          }}
        />
      </Panel>
    );
  }
  if (status === 403) {
    return (
      <Panel title={t('state.denied.title')}>
        <Typography>
          {t('state.denied.text', {
            permission: cnpgClusterReadPermission.name,
          })}
        </Typography>
      </Panel>
    );
  }
  return (
    <Panel title={t('state.error.title')} role="alert">
      <Typography paragraph>{error.message}</Typography>
      <Button variant="outlined" onClick={onRetry}>
        {t('state.retry')}
      </Button>
    </Panel>
  );
};
