import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SourceView } from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { templatePath } from '../templatePath';
import { cnpgTranslationRef } from '../translation';

/** Which operator runs in a Kubernetes cluster, whether it is still mended, and what the next release changes. */
export const OperatorUpkeep = ({ sources }: { sources: SourceView[] }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  return (
    <Box component="section" aria-label={t('upkeep.title')} mt={3}>
      <Typography variant="h6" component="h2">
        {t('upkeep.title')}
      </Typography>
      {sources.map(({ kubernetesCluster, operator, upkeep }) => {
        const { support, endOfLife, next } = upkeep ?? { support: 'unknown' };
        const until = endOfLife ?? t('facts.unknown');
        return (
          <Box key={kubernetesCluster} mt={1} data-upkeep={kubernetesCluster}>
            <Alert
              severity={support === 'ended' ? 'warning' : 'info'}
              variant="outlined"
              action={
                next && (
                  <Button
                    size="small"
                    href={templatePath('platform-foundation', {
                      concern: 'operator-upgrade',
                      operatorVersion: next.version,
                    })}
                  >
                    {t('upkeep.upgrade', { version: next.version })}
                  </Button>
                )
              }
            >
              {kubernetesCluster}:{' '}
              {t('upkeep.runs', {
                version: operator?.version ?? t('facts.unknown'),
              })}{' '}
              {t(`upkeep.${support}`, { until })}
              {next && (
                <ul style={{ margin: 0, paddingLeft: 20 }}>
                  {next.changes.map(change => (
                    <li key={change}>
                      {next.version}: {change}
                    </li>
                  ))}
                </ul>
              )}
            </Alert>
          </Box>
        );
      })}
    </Box>
  );
};
