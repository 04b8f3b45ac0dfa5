import { ReactNode, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Light, ReasonView } from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Collapse from '@material-ui/core/Collapse';
import Link from '@material-ui/core/Link';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { cnpgTranslationRef } from '../translation';
import { LightIcon, lightColour } from './light';

const useStyles = makeStyles(theme => ({
  card: {
    height: '100%',
    padding: theme.spacing(2, 2.5),
  },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  word: { fontSize: '1.5rem', fontWeight: 700, lineHeight: 1.2 },
  sentence: { marginTop: theme.spacing(1), fontSize: '1rem' },
  todo: { color: theme.palette.text.secondary },
  reason: {
    marginTop: theme.spacing(1.5),
    paddingTop: theme.spacing(1.5),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  evidence: {
    display: 'grid',
    gridTemplateColumns: 'minmax(8rem, max-content) 1fr',
    gap: theme.spacing(0.25, 2),
    margin: theme.spacing(1, 0, 0),
    fontFamily: 'ui-monospace, monospace',
    fontSize: '0.8rem',
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

const Evidence = ({ label, value }: { label: string; value: string }) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
);

/** One light with its word, its most urgent sentence, and everything it rests on. */
export const LightCard = (props: {
  title: string;
  light: Light;
  word: string;
  reasons: ReasonView[];
  fine: ReactNode;
  actions?: ReactNode;
}) => {
  const { title, light, word, reasons, fine, actions } = props;
  const classes = useStyles();
  const colour = lightColour(useTheme(), light);
  const { t } = useTranslationRef(cnpgTranslationRef);
  const [open, setOpen] = useState(false);
  const [first, ...rest] = reasons.filter(reason => reason.severity !== 'info');
  const hasMore = rest.length > 0 || (first?.evidence.length ?? 0) > 0;
  return (
    <Paper
      className={classes.card}
      style={{ borderLeft: `6px solid ${colour}` }}
      component="section"
      aria-label={title}
      data-light={light}
    >
      <Typography variant="overline" component="h3">
        {title}
      </Typography>
      <div className={classes.head} style={{ color: colour }} role="status">
        <LightIcon light={light} />
        <span className={classes.word}>{word}</span>
      </div>
      {first ? (
        <>
          <Typography className={classes.sentence}>{first.sentence}</Typography>
          {first.todo && (
            <Typography className={classes.todo}>{first.todo}</Typography>
          )}
        </>
      ) : (
        <Typography className={classes.sentence} component="div">
          {fine}
        </Typography>
      )}
      <Collapse in={open} unmountOnExit>
        {[first, ...rest].filter(Boolean).map((reason, index) => (
          <div key={`${reason.code}-${index}`} className={classes.reason}>
            {index > 0 && <Typography>{reason.sentence}</Typography>}
            {index > 0 && reason.todo && (
              <Typography className={classes.todo}>{reason.todo}</Typography>
            )}
            <dl className={classes.evidence}>
              {reason.evidence.map(({ label, value }) => (
                <Evidence key={label} label={label} value={value} />
              ))}
            </dl>
            {reason.link && (
              <Link href={reason.link} target="_blank" rel="noopener">
                {t('lights.docs')}
              </Link>
            )}
          </div>
        ))}
      </Collapse>
      <Box mt={1.5} display="flex" flexWrap="wrap" style={{ gap: 8 }}>
        {hasMore && (
          <Button
            size="small"
            variant="outlined"
            onClick={() => setOpen(!open)}
            aria-expanded={open}
          >
            {open ? t('lights.less') : t('lights.why')}
          </Button>
        )}
        {actions}
      </Box>
    </Paper>
  );
};
