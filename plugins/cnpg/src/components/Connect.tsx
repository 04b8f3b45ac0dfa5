import useCopyToClipboard from 'react-use/esm/useCopyToClipboard';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ConnectionView,
  PoolerView,
} from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import FileCopyIcon from '@material-ui/icons/FileCopyOutlined';
import { cnpgTranslationRef } from '../translation';
import { Section } from './Section';

const useStyles = makeStyles(theme => ({
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    fontFamily: 'ui-monospace, monospace',
    fontSize: '0.85rem',
    overflowWrap: 'anywhere',
  },
}));

/** Where to connect, with copy; names the Secret and never shows what is in it. */
export const Connect = ({
  connections,
  poolers,
}: {
  connections: ConnectionView[];
  poolers: PoolerView[];
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const classes = useStyles();
  const [copied, copy] = useCopyToClipboard();
  const line = (what: string, value: string) => (
    <div className={classes.row}>
      <span>{value}</span>
      <Tooltip
        title={
          copied.value === value
            ? t('connect.copied')
            : t('connect.copy', { what })
        }
      >
        <IconButton
          size="small"
          aria-label={t('connect.copy', { what })}
          onClick={() => copy(value)}
        >
          <FileCopyIcon fontSize="inherit" />
        </IconButton>
      </Tooltip>
    </div>
  );
  return (
    <Section title={t('connect.title')}>
      {poolers.map(pooler => (
        <Typography key={pooler.name} variant="body2" gutterBottom>
          <b>{t('pooler.title')}</b> {pooler.name} · {pooler.poolMode} ·{' '}
          {t('pooler.pods', {
            ready:
              pooler.readyPods === undefined
                ? t('facts.unknown')
                : String(pooler.readyPods),
            wanted: String(pooler.instances ?? '?'),
          })}
        </Typography>
      ))}
      {connections.map(({ label, host, port, database, user, use }) => (
        <Box key={host} mb={1.5}>
          <Typography variant="subtitle2" component="h4">
            {label}
          </Typography>
          {line(
            label,
            `postgresql://${user}@${host}:${port}/${database}?sslmode=require`,
          )}
          <Typography variant="caption" color="textSecondary">
            {use}
          </Typography>
        </Box>
      ))}
      {connections[0]?.secretName && (
        <>
          <Typography variant="subtitle2" component="h4">
            {t('connect.secret')}
          </Typography>
          {line(t('connect.secret'), connections[0].secretName)}
          <Typography variant="caption" color="textSecondary">
            {t('connect.text')}
          </Typography>
        </>
      )}
    </Section>
  );
};
