import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { RestoreTarget } from '@naytife/backstage-plugin-cnpg-common';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { cnpgTranslationRef } from '../translation';

const TEMPLATE = 'template:default/restore-database';

interface Outcome {
  log: string[];
  url?: string;
  failed?: string;
}

/** Runs the restore template with the user's own identity and follows it to the pull request. */
export const PullRequestStep = ({
  spec,
}: {
  spec: {
    environment: string;
    origin: string;
    name: string;
    target: RestoreTarget;
  };
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const scaffolder = useApi(scaffolderApiRef);
  const [outcome, setOutcome] = useState<Outcome>({ log: [] });

  useEffect(() => {
    let stop: (() => void) | undefined;
    let gone = false;
    const { target, ...rest } = spec;
    const values = {
      kind: 'restore',
      reviewed: true,
      ...rest,
      targetType: target.type,
      ...(target.type === 'time' ? { time: target.time } : {}),
      ...(target.type === 'backup' ? { backupName: target.backupName } : {}),
    };
    scaffolder.scaffold({ templateRef: TEMPLATE, values }).then(
      ({ taskId }) => {
        if (gone) return;
        const subscription = scaffolder.streamLogs({ taskId }).subscribe({
          next: event => {
            const body = event.body as {
              message?: string;
              error?: { message?: string };
              output?: { links?: { url?: string }[] };
            };
            if (event.type === 'completion')
              setOutcome(before => ({
                ...before,
                url: body.output?.links?.[0]?.url,
                failed: body.error && (body.error.message ?? 'unknown'),
              }));
            else if (body.message)
              setOutcome(before => ({
                ...before,
                log: [...before.log, body.message ?? ''],
              }));
          },
          error: error =>
            setOutcome(before => ({ ...before, failed: error.message })),
        });
        stop = () => subscription.unsubscribe();
      },
      error => setOutcome(before => ({ ...before, failed: error.message })),
    );
    return () => {
      gone = true;
      stop?.();
    };
    // The step is entered once; what was reviewed is what is asked for.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [scaffolder]);

  if (outcome.failed)
    return (
      <Alert severity="error">
        {t('restore.failed', { why: outcome.failed })}
      </Alert>
    );
  if (outcome.url) {
    return (
      <Alert
        severity="success"
        action={
          <Button
            color="inherit"
            href={outcome.url}
            target="_blank"
            rel="noopener"
          >
            {t('restore.see')}
          </Button>
        }
      >
        {t('restore.opened')}
      </Alert>
    );
  }
  return (
    <div role="status">
      <Typography gutterBottom>{t('restore.working')}</Typography>
      <LinearProgress aria-label={t('restore.working')} />
      <Typography variant="body2" color="textSecondary">
        {outcome.log.at(-1)}
      </Typography>
    </div>
  );
};
