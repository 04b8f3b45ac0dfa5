import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ClusterDetailView,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
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
import { When } from './time';

const FEW = 5;

function phaseLight(phase: string) {
  if (phase === 'completed') return 'green';
  if (/fail|invalid/i.test(phase)) return 'red';
  return /^(pending|started|running|finalizing)$/.test(phase) ? 'blue' : 'grey';
}

/** Schedules with their next run, and the backups, newest first. */
export const Backups = ({
  cluster,
  now,
}: {
  cluster: ClusterDetailView;
  now: number;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const theme = useTheme();
  const [all, setAll] = useState(false);
  const { backups, schedules } = cluster;
  const shown = all ? backups : backups.slice(0, FEW);
  return (
    <Section title={t('backups.title')}>
      {schedules.map(schedule => (
        <Typography key={schedule.name} variant="body2" gutterBottom>
          <b>{t('backups.schedule')}</b> {schedule.words} (UTC)
          {schedule.suspended && ` · ${t('backups.suspended')}`}
          {schedule.next[0] && (
            <>
              {' · '}
              {t('backups.next', { when: '' })}
              <When time={schedule.next[0]} now={now} />
            </>
          )}
        </Typography>
      ))}
      {!schedules.length && (
        <Typography variant="body2" color="textSecondary" gutterBottom>
          {t('backups.noSchedule')}
        </Typography>
      )}
      {!shown.length ? (
        <Typography color="textSecondary">{t('backups.empty')}</Typography>
      ) : (
        <TableContainer
          tabIndex={0}
          role="group"
          aria-label={t('backups.title')}
        >
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t('backups.phase')}</TableCell>
                <TableCell style={{ whiteSpace: 'nowrap' }}>
                  {t('backups.when')}
                </TableCell>
                <TableCell style={{ whiteSpace: 'nowrap' }}>
                  {t('backups.took')}
                </TableCell>
                <TableCell>{t('backups.why')}</TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {shown.map(backup => (
                <TableRow key={backup.name} data-backup={backup.name}>
                  <TableCell>
                    <span
                      style={{
                        color: lightColour(theme, phaseLight(backup.phase)),
                        display: 'inline-flex',
                        whiteSpace: 'nowrap',
                        alignItems: 'center',
                        gap: 4,
                      }}
                    >
                      <LightIcon light={phaseLight(backup.phase)} />
                      {backup.phase}
                    </span>
                    <Typography
                      variant="caption"
                      display="block"
                      color="textSecondary"
                      style={{ overflowWrap: 'anywhere' }}
                    >
                      {backup.name}
                    </Typography>
                    {backup.error && (
                      <Typography
                        variant="caption"
                        display="block"
                        color="textSecondary"
                      >
                        {backup.error}
                      </Typography>
                    )}
                  </TableCell>
                  <TableCell style={{ whiteSpace: 'nowrap' }}>
                    {backup.stoppedAt ? (
                      <When time={backup.stoppedAt} now={now} />
                    ) : (
                      '—'
                    )}
                  </TableCell>
                  <TableCell style={{ whiteSpace: 'nowrap' }}>
                    {backup.startedAt && backup.stoppedAt
                      ? humanDuration(
                          (Date.parse(backup.stoppedAt) -
                            Date.parse(backup.startedAt)) /
                            1000,
                        )
                      : '—'}
                  </TableCell>
                  <TableCell>
                    {backup.scheduledBy ?? t('backups.manual')}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </TableContainer>
      )}
      {!all && backups.length > FEW && (
        <Box mt={1}>
          <Button size="small" onClick={() => setAll(true)}>
            {t('backups.more', { total: String(backups.length) })}
          </Button>
        </Box>
      )}
    </Section>
  );
};
