import { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  MigrationView,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import Chip from '@material-ui/core/Chip';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { ClusterRef } from '../api/CnpgApi';
import { Section } from '../components/Section';
import { Failure, Loading } from '../components/states';
import { When } from '../components/time';
import { useMigration } from '../hooks/useMigration';
import { useNow } from '../hooks/useNow';
import { cnpgTranslationRef } from '../translation';
import { History } from './History';
import { Stages } from './Stages';

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <Grid item xs={12} sm={6} md={3}>
    <Typography variant="caption" color="textSecondary" component="div">
      {label}
    </Typography>
    <Typography component="div">{children}</Typography>
  </Grid>
);

const Running = ({ found }: { found: MigrationView['origin'] }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { name, unknown, wanted, available = 0, image } = found;
  const words = () => {
    if (unknown) return t('facts.unknown');
    if (wanted === undefined) return t('migration.missing');
    return wanted || available
      ? t('migration.running', {
          available: String(available),
          wanted: String(wanted),
        })
      : t('migration.stopped');
  };
  return (
    <>
      {name}: {words()}
      {image && ` (${image})`}
    </>
  );
};

const Content = ({ migration }: { migration: MigrationView }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const now = useNow();
  const { source, name, serving, downtime, healthySince, writers } = migration;
  return (
    <div data-migration-page={migration.ref}>
      <Box
        mb={2}
        display="flex"
        flexWrap="wrap"
        alignItems="baseline"
        style={{ gap: 16 }}
      >
        <Typography variant="h4" component="h2">
          {t('migration.title', { source: source.deployment, name })}
        </Typography>
        <Typography>
          {migration.environmentTitle} ·{' '}
          {t(`migration.method.${migration.method}`)}
        </Typography>
        <Chip
          label={t(`migration.serving.${serving}`)}
          variant={serving === 'nobody' ? 'default' : 'outlined'}
          data-serving={serving}
        />
      </Box>
      <Box mb={2}>
        <Alert severity={serving === 'nobody' ? 'warning' : 'info'}>
          {downtime.sentence}
        </Alert>
      </Box>
      <Grid container spacing={2}>
        <Grid item xs={12}>
          <Section title={t('migration.steps')}>
            <Grid container spacing={2}>
              <Fact label={t('migration.old')}>
                <Running found={migration.origin} /> · {source.database}
              </Fact>
              <Fact label={t('migration.writers')}>
                {writers.map(writer => (
                  <div key={writer.name}>
                    <Running found={writer} />
                  </div>
                ))}
              </Fact>
              <Fact label={t('migration.downtime')}>
                {downtime.seconds === undefined
                  ? t('facts.unknown')
                  : humanDuration(downtime.seconds)}
              </Fact>
              <Fact label={t('migration.healthy')}>
                {healthySince ? (
                  <When time={healthySince} now={now} />
                ) : (
                  t('migration.notYet')
                )}{' '}
                (
                {t('migration.healthyAsked', {
                  asked: humanDuration(migration.healthyForSeconds),
                })}
                )
              </Fact>
            </Grid>
            <Stages migration={migration} />
          </Section>
        </Grid>
        <Grid item xs={12}>
          <History reports={migration.history ?? []} />
        </Grid>
      </Grid>
    </div>
  );
};

/** The move of an old database: what was done and found, what comes next, and the way back. */
export const MigrationPage = ({ clusterRef }: { clusterRef: ClusterRef }) => {
  const { value, error, reload } = useMigration(clusterRef);
  if (value)
    return (
      <>
        {error && <Alert severity="warning">{error.message}</Alert>}
        <Content migration={value} />
      </>
    );
  if (error)
    return (
      <Failure
        error={error}
        clusterRef={`${clusterRef.environment}/${clusterRef.name}`}
        onRetry={reload}
      />
    );
  return <Loading />;
};
