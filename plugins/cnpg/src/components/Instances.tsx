import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  InstanceView,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';
import Chip from '@material-ui/core/Chip';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableContainer from '@material-ui/core/TableContainer';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import Typography from '@material-ui/core/Typography';
import { useTheme } from '@material-ui/core/styles';
import { cnpgTranslationRef } from '../translation';
import { LightIcon, lightColour } from './light';
import { Section } from './Section';

const READY = { yes: 'green', no: 'red', unknown: 'grey' } as const;

/** The instances with role, readiness, lag and timeline. What is not known says so. */
export const Instances = ({ instances }: { instances: InstanceView[] }) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const theme = useTheme();
  const unknown = t('facts.unknown');
  const lag = (instance: InstanceView) => {
    if (instance.role === 'primary') return '—';
    if (instance.streaming === 'no') return t('instances.notStreaming');
    if (instance.lagSeconds === undefined) return unknown;
    return `${
      instance.lagSeconds < 1 ? '< 1 s' : humanDuration(instance.lagSeconds)
    }${instance.lagBytes === undefined ? '' : `, ${instance.lagBytes} B`}`;
  };
  const order = { primary: 0, replica: 1, unknown: 2 };
  const sorted = [...instances].sort(
    (a, b) => order[a.role] - order[b.role] || a.name.localeCompare(b.name),
  );
  return (
    <Section title={t('instances.title')}>
      {!sorted.length ? (
        <Typography color="textSecondary">{t('instances.empty')}</Typography>
      ) : (
        <TableContainer
          tabIndex={0}
          role="group"
          aria-label={t('instances.title')}
        >
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t('instances.name')}</TableCell>
                <TableCell>{t('instances.role')}</TableCell>
                <TableCell>{t('instances.ready')}</TableCell>
                <TableCell>{t('instances.lag')}</TableCell>
                <TableCell>{t('instances.timeline')}</TableCell>
                <TableCell>{t('instances.node')}</TableCell>
                <TableCell>{t('instances.storage')}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {sorted.map(instance => (
                <TableRow key={instance.name} data-instance={instance.name}>
                  <TableCell component="th" scope="row">
                    {instance.name}
                  </TableCell>
                  <TableCell>
                    <Chip
                      size="small"
                      style={{ margin: 0 }}
                      color={
                        instance.role === 'primary' ? 'primary' : 'default'
                      }
                      variant={
                        instance.role === 'primary' ? 'default' : 'outlined'
                      }
                      label={`${t(`instances.${instance.role}`)}${
                        instance.syncState && instance.role === 'replica'
                          ? ` · ${instance.syncState}`
                          : ''
                      }`}
                    />
                    {instance.fenced && ` ${t('instances.fenced')}`}
                  </TableCell>
                  <TableCell>
                    <span
                      style={{
                        color: lightColour(theme, READY[instance.ready]),
                        display: 'inline-flex',
                        alignItems: 'center',
                        gap: 4,
                      }}
                    >
                      <LightIcon light={READY[instance.ready]} />
                      {t(`instances.${instance.ready}`)}
                      {instance.trouble && ` (${instance.trouble})`}
                    </span>
                  </TableCell>
                  <TableCell>{lag(instance)}</TableCell>
                  <TableCell>{instance.timeline ?? unknown}</TableCell>
                  <TableCell>{instance.node ?? unknown}</TableCell>
                  <TableCell>{instance.storage ?? unknown}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      )}
    </Section>
  );
};
