import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ClusterDetailView,
  RestoreTarget,
} from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { RecoveryWindow } from '../components/RecoveryWindow';
import { absolute, local } from '../components/time';
import { useNow } from '../hooks/useNow';
import { cnpgTranslationRef } from '../translation';

const NUDGES = [-3600, -60, -1, 1, 60, 3600];
const UNITS: Record<number, string> = { 1: '1 s', 60: '1 min', 3600: '1 h' };
const nudgeLabel = (seconds: number) =>
  `${seconds < 0 ? '−' : '+'}${UNITS[Math.abs(seconds)]}`;
const isTime = (text: string) => !Number.isNaN(Date.parse(text));

/** Where to go back to: the latest instant, a backup, or any instant picked on the window. */
export const TargetStep = (props: {
  cluster: ClusterDetailView;
  target: RestoreTarget;
  onTarget: (target: RestoreTarget) => void;
  name: string;
  onName: (name: string) => void;
}) => {
  const { cluster, target, onTarget, name, onName } = props;
  const { t } = useTranslationRef(cnpgTranslationRef);
  const now = useNow(10_000);
  const { recoverability } = cluster;
  const backups = recoverability.baseBackups.filter(backup => !backup.pruned);
  const setTime = (time: string) => onTarget({ type: 'time', time });
  const choose = (type: string) => {
    if (type === 'time')
      setTime(recoverability.window.end ?? new Date(now).toISOString());
    else if (type === 'backup')
      onTarget({ type: 'backup', backupName: backups[0]?.name ?? '' });
    else onTarget({ type: 'latest' });
  };
  const shownBackup =
    target.type === 'backup'
      ? backups.find(backup => backup.name === target.backupName)?.stoppedAt
      : undefined;
  const picked = {
    time: target.type === 'time' ? target.time : undefined,
    backup: shownBackup,
    latest: recoverability.window.end,
  }[target.type];
  return (
    <>
      <Typography paragraph>{t('restore.intro')}</Typography>
      <RecoveryWindow
        recoverability={recoverability}
        now={now}
        picked={picked}
        onPick={setTime}
      />
      <Box mt={2}>
        <RadioGroup
          row
          aria-label={t('restore.step.when')}
          value={target.type}
          onChange={(_event, value) => choose(value)}
        >
          <FormControlLabel
            value="latest"
            control={<Radio color="primary" />}
            label={t('restore.latest')}
          />
          <FormControlLabel
            value="time"
            control={<Radio color="primary" />}
            label={t('restore.time')}
          />
          <FormControlLabel
            value="backup"
            control={<Radio color="primary" />}
            label={t('restore.backup')}
            disabled={!backups.length}
          />
        </RadioGroup>
      </Box>
      {target.type === 'time' && (
        <Box mt={1}>
          <TextField
            id="cnpg-restore-time"
            fullWidth
            variant="outlined"
            label={t('restore.timeField')}
            value={target.time}
            error={!isTime(target.time)}
            helperText={
              isTime(target.time)
                ? t('restore.local', { time: local(target.time) })
                : undefined
            }
            onChange={event => setTime(event.target.value)}
          />
          <Box mt={1} display="flex" flexWrap="wrap" style={{ gap: 8 }}>
            {NUDGES.map(seconds => (
              <Button
                key={seconds}
                size="small"
                variant="outlined"
                disabled={!isTime(target.time)}
                onClick={() =>
                  setTime(
                    new Date(
                      Date.parse(target.time) + seconds * 1000,
                    ).toISOString(),
                  )
                }
              >
                {nudgeLabel(seconds)}
              </Button>
            ))}
          </Box>
        </Box>
      )}
      {target.type === 'backup' && (
        <TextField
          id="cnpg-restore-backup"
          select
          fullWidth
          variant="outlined"
          label={t('restore.backup')}
          value={target.backupName}
          onChange={event =>
            onTarget({ type: 'backup', backupName: event.target.value })
          }
        >
          {backups.map(backup => (
            <MenuItem key={backup.name} value={backup.name}>
              {absolute(backup.stoppedAt)} · {backup.name}
            </MenuItem>
          ))}
        </TextField>
      )}
      <Box mt={2}>
        <TextField
          id="cnpg-restore-name"
          fullWidth
          variant="outlined"
          label={t('restore.name')}
          value={name}
          onChange={event => onName(event.target.value)}
        />
      </Box>
    </>
  );
};
