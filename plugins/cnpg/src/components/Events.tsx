import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EventView } from '@naytife/backstage-plugin-cnpg-common';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { cnpgTranslationRef } from '../translation';
import { lightColour } from './light';
import { Section } from './Section';
import { When } from './time';

const SHOWN = 12;

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '& li': {
      padding: theme.spacing(0.75, 0),
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
  },
  warning: { color: lightColour(theme, 'amber') },
}));

/** The latest Kubernetes events about the cluster and what belongs to it. */
export const Events = ({
  events,
  now,
}: {
  events: EventView[];
  now: number;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const classes = useStyles();
  return (
    <Section title={t('events.title')}>
      {!events.length && (
        <Typography color="textSecondary">{t('events.empty')}</Typography>
      )}
      <ul className={classes.list}>
        {events.slice(0, SHOWN).map((event, index) => (
          <li key={`${event.about}-${event.reason}-${event.at}-${index}`}>
            <Typography
              variant="body2"
              className={event.type === 'Warning' ? classes.warning : undefined}
            >
              {event.type === 'Warning' && '⚠ '}
              {event.message}
            </Typography>
            <Typography variant="caption" color="textSecondary">
              {event.about} · {event.reason}
              {event.count && event.count > 1 ? ` × ${event.count}` : ''}
              {event.at && (
                <>
                  {' · '}
                  <When time={event.at} now={now} />
                </>
              )}
            </Typography>
          </li>
        ))}
      </ul>
    </Section>
  );
};
