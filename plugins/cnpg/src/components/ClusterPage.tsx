import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  ClusterDetailView,
  cnpgClusterRestorePermission,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import Chip from '@material-ui/core/Chip';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ClusterRef, CnpgApiError } from '../api/CnpgApi';
import { useCluster } from '../hooks/useCluster';
import { Live } from '../hooks/useLive';
import { useNow } from '../hooks/useNow';
import { PromisesCard } from '../promises/PromisesCard';
import { RestoreWizard } from '../restore/RestoreWizard';
import { cnpgTranslationRef } from '../translation';
import { BackupNowButton } from './BackupNowButton';
import { Backups } from './Backups';
import { ChangeButtons } from './ChangeButtons';
import { Connect } from './Connect';
import { Events } from './Events';
import { Instances } from './Instances';
import { LightCard } from './LightCard';
import { Notices } from './Notices';
import { ReasonedButton } from './ReasonedButton';
import { RecoveryWindow } from './RecoveryWindow';
import { Section } from './Section';
import { Failure, Loading } from './states';
import { When, short } from './time';

const useStyles = makeStyles(theme => ({
  header: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0.5, 2),
    marginBottom: theme.spacing(2),
  },
  spring: { flexGrow: 1 },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 5),
    marginBottom: theme.spacing(1),
  },
  number: { fontSize: '1.2rem', fontWeight: 600 },
}));

const Header = ({
  cluster,
  state,
  now,
}: {
  cluster: ClusterDetailView;
  state: Live<ClusterDetailView>;
  now: number;
}) => {
  const classes = useStyles();
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { postgresVersion, instances, source } = cluster;
  return (
    <header className={classes.header}>
      <Typography variant="h4" component="h2">
        {cluster.name} · {cluster.environmentTitle}
      </Typography>
      <Typography>
        {[
          postgresVersion && t('header.postgres', { version: postgresVersion }),
          instances !== undefined &&
            t('header.instances', { count: instances }),
          cluster.kubernetesCluster,
          cluster.restoredFrom &&
            t('header.restoredFrom', { origin: cluster.restoredFrom }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Typography>
      <span className={classes.spring} />
      <ChangeButtons cluster={cluster} />
      {source.simulated && (
        <Chip size="small" variant="outlined" label={t('state.simulated')} />
      )}
      <Typography aria-live="off">
        {state.stream === 'live'
          ? `● ${t('header.live')}`
          : `○ ${t('header.polling')}`}{' '}
        · {t('header.updated', { when: '' })}
        {state.loadedAt && (
          <When time={new Date(state.loadedAt).toISOString()} now={now} />
        )}
      </Typography>
    </header>
  );
};

const Fact = ({
  label,
  value,
  hint,
}: {
  label: string;
  value: React.ReactNode;
  hint?: string;
}) => {
  const classes = useStyles();
  return (
    <div>
      <Typography variant="caption" color="textSecondary" component="div">
        {label}
      </Typography>
      <span className={classes.number}>{value}</span>{' '}
      {hint && <Typography variant="caption">{hint}</Typography>}
    </div>
  );
};

const WindowSection = ({
  cluster,
  now,
}: {
  cluster: ClusterDetailView;
  now: number;
}) => {
  const classes = useStyles();
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { recoverability, objectStore } = cluster;
  const unknown = t('facts.unknown');
  const loss = recoverability.window.end
    ? humanDuration((now - Date.parse(recoverability.window.end)) / 1000)
    : unknown;
  return (
    <Section title={t('window.title')}>
      {recoverability.archive.way !== 'none' && (
        <div className={classes.facts}>
          <Fact
            label={t('facts.rpo')}
            value={loss}
            hint={t('facts.promise', {
              value: humanDuration(cluster.rpoPromiseSeconds),
            })}
          />
          <Fact
            label={t('facts.lastBackup')}
            value={
              recoverability.lastSuccess ? (
                <When time={recoverability.lastSuccess} now={now} />
              ) : (
                t('facts.none')
              )
            }
          />
          <Fact
            label={t('facts.nextBackup')}
            value={
              recoverability.nextBackup ? (
                <When time={recoverability.nextBackup} now={now} />
              ) : (
                t('facts.none')
              )
            }
          />
          <Fact
            label={t('facts.retention')}
            value={objectStore?.retentionPolicy ?? unknown}
          />
          <Fact
            label={t('facts.restoreTest')}
            value={
              cluster.lastRestoreTest
                ? humanDuration(cluster.lastRestoreTest.seconds)
                : t('facts.neverRestored')
            }
            hint={t('facts.promise', {
              value: humanDuration(cluster.rtoPromiseSeconds),
            })}
          />
        </div>
      )}
      <RecoveryWindow recoverability={recoverability} now={now} />
    </Section>
  );
};

const Content = ({
  cluster,
  state,
}: {
  cluster: ClusterDetailView;
  state: Live<ClusterDetailView>;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const clock = useNow();
  // What is shown was written by the cluster's clock, which may differ from the browser's.
  const now =
    clock + (Date.parse(cluster.now) - (state.loadedAt ?? Date.now()));
  const [restoring, setRestoring] = useState(false);
  const { allowed, loading } = usePermission({
    permission: cnpgClusterRestorePermission,
    resourceRef: cluster.ref,
  });
  const { health, recoverability } = cluster;
  const nothing =
    recoverability.archive.way === 'none' || !recoverability.window.start;
  const impossible = nothing
    ? t('restore.impossible', {
        why: recoverability.reasons[0]?.sentence ?? '',
      })
    : undefined;
  const why = !loading && !allowed ? t('restore.denied') : impossible;
  const { window } = recoverability;
  return (
    <div data-cnpg-page={cluster.ref}>
      <Header cluster={cluster} state={state} now={clock} />
      <Box mb={2}>
        <Notices cluster={cluster} state={state} />
      </Box>
      <Grid container spacing={2}>
        <Grid item xs={12} md={6}>
          <LightCard
            title={t('lights.health')}
            light={health.light}
            word={health.word}
            reasons={health.reasons}
            fine={
              <>
                {t('lights.allReady', {
                  ready: String(cluster.readyInstances ?? t('facts.unknown')),
                  instances: String(cluster.instances ?? t('facts.unknown')),
                })}{' '}
                {t('lights.nothing')}
              </>
            }
          />
        </Grid>
        <Grid item xs={12} md={6}>
          <LightCard
            title={t('lights.recoverability')}
            light={recoverability.light}
            word={recoverability.word}
            reasons={recoverability.reasons}
            fine={
              window.start && window.end
                ? t('lights.anyInstant', {
                    start: short(window.start),
                    end: short(window.end),
                  })
                : t('lights.nothing')
            }
            actions={
              <>
                <BackupNowButton cluster={cluster} />
                <ReasonedButton
                  why={why}
                  disabled={loading}
                  variant="contained"
                  color="primary"
                  onClick={() => setRestoring(true)}
                >
                  {t('restore.button')}
                </ReasonedButton>
              </>
            }
          />
        </Grid>
        <Grid item xs={12}>
          <WindowSection cluster={cluster} now={now} />
        </Grid>
        <Grid item xs={12}>
          <Instances instances={cluster.instancesList} />
        </Grid>
        <Grid item xs={12} md={7}>
          <Backups cluster={cluster} now={now} />
        </Grid>
        <Grid item xs={12} md={5}>
          <Events events={cluster.events} now={now} />
        </Grid>
        <Grid item xs={12}>
          <PromisesCard clusterRef={cluster.ref} />
        </Grid>
        <Grid item xs={12}>
          <Connect
            connections={cluster.connections}
            poolers={cluster.poolers}
          />
        </Grid>
      </Grid>
      {restoring && (
        <RestoreWizard cluster={cluster} onClose={() => setRestoring(false)} />
      )}
    </div>
  );
};

/** One database: its two lights first, then all that they rest on; kept up to date by itself. */
export const ClusterPage = ({ clusterRef }: { clusterRef: ClusterRef }) => {
  const state = useCluster(clusterRef);
  const ref = `${clusterRef.environment}/${clusterRef.name}`;
  // Deleted, or no longer to be seen: what was known before is nobody's business any more.
  const gone =
    state.error instanceof CnpgApiError &&
    (state.error.status === 404 || state.error.status === 403);
  if (state.value && !gone)
    return <Content cluster={state.value} state={state} />;
  if (state.error)
    return (
      <Failure error={state.error} clusterRef={ref} onRetry={state.reload} />
    );
  return <Loading />;
};
