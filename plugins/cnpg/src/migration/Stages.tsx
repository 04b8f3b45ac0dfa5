import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Light,
  MigrationStageView,
  MigrationView,
  cnpgMigrationUpdatePermission,
} from '@naytife/backstage-plugin-cnpg-common';
import Chip from '@material-ui/core/Chip';
import Typography from '@material-ui/core/Typography';
import PlayCircleOutlineIcon from '@material-ui/icons/PlayCircleOutline';
import RadioButtonUncheckedIcon from '@material-ui/icons/RadioButtonUnchecked';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { ReasonedButton } from '../components/ReasonedButton';
import { LightIcon, lightColour } from '../components/light';
import { templatePath } from '../templatePath';
import { cnpgTranslationRef } from '../translation';
import { Report } from './Report';

type State = MigrationStageView['state'];

const LIGHTS: Record<State, Light> = {
  done: 'green',
  running: 'blue',
  failed: 'red',
  ready: 'blue',
  waiting: 'grey',
};

/** A shape of its own for each state. */
const StateIcon = ({ state }: { state: State }) => {
  if (state === 'ready') return <PlayCircleOutlineIcon aria-hidden />;
  if (state === 'waiting') return <RadioButtonUncheckedIcon aria-hidden />;
  return <LightIcon light={LIGHTS[state]} />;
};

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  stage: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr) auto',
    gap: theme.spacing(0, 2),
    padding: theme.spacing(1.5, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(1),
  },
}));

const Stage = ({
  stage,
  migration,
  why,
  loading,
}: {
  stage: MigrationStageView;
  migration: MigrationView;
  why?: string;
  loading: boolean;
}) => {
  const classes = useStyles();
  const theme = useTheme();
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { step, state, sentence, allowed, requested, report } = stage;
  const next = migration.next === step;
  const { environment, name } = migration;
  return (
    <li className={classes.stage} data-step={step} data-state={state}>
      <span style={{ color: lightColour(theme, LIGHTS[state]) }}>
        <StateIcon state={state} />
      </span>
      <div>
        <div className={classes.head}>
          <Typography variant="subtitle1" component="h4">
            {t(`migration.step.${step}`)}
          </Typography>
          <Typography variant="caption">
            {t(`migration.state.${state}`)}
          </Typography>
          {next && <Chip size="small" label={t('migration.next')} />}
        </div>
        <Typography>{sentence}</Typography>
        {requested && (
          <Typography>
            {t('migration.requested', { branch: requested })}
          </Typography>
        )}
        {report && <Report tasks={report.report.tasks} />}
      </div>
      <div>
        {allowed && (
          <ReasonedButton
            variant={next ? 'contained' : 'outlined'}
            color={next ? 'primary' : 'default'}
            size="small"
            disabled={loading}
            why={why}
            href={templatePath('migrate-database', { environment, name, step })}
          >
            {state === 'ready' ? t('migration.ask') : t('migration.askAgain')}
          </ReasonedButton>
        )}
      </div>
    </li>
  );
};

/** Every step with what it found, what it will do, or why it has to wait. */
export const Stages = ({ migration }: { migration: MigrationView }) => {
  const classes = useStyles();
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { allowed, loading } = usePermission({
    permission: cnpgMigrationUpdatePermission,
  });
  return (
    <ol className={classes.list}>
      {migration.stages.map(stage => (
        <Stage
          key={stage.step}
          stage={stage}
          migration={migration}
          loading={loading}
          why={loading || allowed ? undefined : t('migration.denied')}
        />
      ))}
    </ol>
  );
};
