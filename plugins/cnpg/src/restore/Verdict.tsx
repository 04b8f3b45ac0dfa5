import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  PreflightView,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { LightIcon, lightColour } from '../components/light';
import { cnpgTranslationRef } from '../translation';

const LIGHTS = {
  proven: 'green',
  unproven: 'amber',
  unreachable: 'red',
} as const;

const useStyles = makeStyles(theme => ({
  paper: { padding: theme.spacing(2), minHeight: 180 },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    fontSize: '1.4rem',
    fontWeight: 700,
  },
}));

/** What can be said about the chosen instant; never a plain "ok". */
export const Verdict = ({
  preflight,
  loading,
  error,
}: {
  preflight?: PreflightView;
  loading: boolean;
  error?: Error;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const classes = useStyles();
  const theme = useTheme();
  return (
    <Paper
      variant="outlined"
      className={classes.paper}
      role="status"
      aria-label={t('restore.step.review')}
      aria-busy={loading}
    >
      {loading && <LinearProgress aria-label={t('restore.checking')} />}
      {error && <Typography color="error">{error.message}</Typography>}
      {preflight && (
        <>
          <div
            className={classes.head}
            style={{ color: lightColour(theme, LIGHTS[preflight.verdict]) }}
            data-verdict={preflight.verdict}
          >
            <LightIcon light={LIGHTS[preflight.verdict]} />
            {t(`restore.verdict.${preflight.verdict}`)}
          </div>
          {preflight.lossSeconds !== undefined && (
            <Typography gutterBottom>
              {t('restore.loss', {
                value: humanDuration(preflight.lossSeconds),
              })}
            </Typography>
          )}
          {preflight.reasons.map(reason => (
            <Typography key={reason.code} variant="body2" paragraph>
              {reason.sentence} {reason.todo}
            </Typography>
          ))}
        </>
      )}
    </Paper>
  );
};
