import { useState } from 'react';
import useAsync from 'react-use/esm/useAsync';
import useDebounce from 'react-use/esm/useDebounce';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ClusterDetailView,
  RestoreTarget,
} from '@naytife/backstage-plugin-cnpg-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Grid from '@material-ui/core/Grid';
import Step from '@material-ui/core/Step';
import StepLabel from '@material-ui/core/StepLabel';
import Stepper from '@material-ui/core/Stepper';
import { cnpgApiRef } from '../api/CnpgApi';
import { PreviewView } from '../fields/PreviewView';
import { cnpgTranslationRef } from '../translation';
import { PullRequestStep } from './PullRequestStep';
import { TargetStep } from './TargetStep';
import { Verdict } from './Verdict';

/** `naytife-postgres` → `naytife-postgres-r1124`; the day keeps a second restore from taking the same name. */
const suggestName = (name: string) =>
  `${name.slice(0, 34)}-r${new Date()
    .toISOString()
    .slice(5, 10)
    .replace('-', '')}`;

/** Chooses an instant, shows what would happen, and opens the pull request as the user. */
export const RestoreWizard = ({
  cluster,
  onClose,
}: {
  cluster: ClusterDetailView;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const api = useApi(cnpgApiRef);
  const [step, setStep] = useState(0);
  const [target, setTarget] = useState<RestoreTarget>({ type: 'latest' });
  const [name, setName] = useState(() => suggestName(cluster.name));
  const [settled, setSettled] = useState(target);
  useDebounce(() => setSettled(target), 300, [target]);
  const verdict = useAsync(
    () => api.preflight(cluster, settled),
    [api, cluster.ref, settled],
  );
  const spec = {
    environment: cluster.environment,
    origin: cluster.name,
    name,
    target,
  };
  const preview = useAsync(
    async () => (step === 1 ? api.preview('restore', spec) : undefined),
    [step],
  );
  const steps = [
    t('restore.step.when'),
    t('restore.step.review'),
    t('restore.step.pull'),
  ];
  const checked = settled === target && !verdict.loading && verdict.value;
  const mayReview =
    checked && verdict.value?.verdict !== 'unreachable' && name !== '';
  const mayOpen =
    preview.value &&
    preview.value.files.length > 0 &&
    !preview.value.findings.some(finding => finding.severity === 'error');

  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="lg"
      fullWidth
      aria-labelledby="cnpg-restore-title"
    >
      <DialogTitle id="cnpg-restore-title">
        {t('restore.title', { name: cluster.name })}
      </DialogTitle>
      <DialogContent>
        <Stepper activeStep={step} style={{ padding: '8px 0 24px' }}>
          {steps.map(label => (
            <Step key={label}>
              <StepLabel>{label}</StepLabel>
            </Step>
          ))}
        </Stepper>
        {step < 2 && (
          <Grid container spacing={3}>
            <Grid item xs={12} md={8}>
              {step === 0 ? (
                <TargetStep
                  cluster={cluster}
                  target={target}
                  onTarget={setTarget}
                  name={name}
                  onName={setName}
                />
              ) : (
                <PreviewView
                  preview={preview.value}
                  loading={preview.loading}
                  error={preview.error}
                />
              )}
            </Grid>
            <Grid item xs={12} md={4}>
              <Verdict
                preflight={verdict.value}
                loading={verdict.loading || settled !== target}
                error={verdict.error}
              />
            </Grid>
          </Grid>
        )}
        {step === 2 && <PullRequestStep spec={spec} />}
      </DialogContent>
      <DialogActions>
        <Box p={1} display="flex" style={{ gap: 8 }}>
          <Button onClick={onClose}>
            {step === 2 ? t('restore.close') : t('restore.cancel')}
          </Button>
          {step === 1 && (
            <Button onClick={() => setStep(0)}>{t('restore.back')}</Button>
          )}
          {step === 0 && (
            <Button
              variant="contained"
              color="primary"
              disabled={!mayReview}
              onClick={() => setStep(1)}
            >
              {t('restore.next')}
            </Button>
          )}
          {step === 1 && (
            <Button
              variant="contained"
              color="primary"
              disabled={!mayOpen}
              onClick={() => setStep(2)}
            >
              {t('restore.open')}
            </Button>
          )}
        </Box>
      </DialogActions>
    </Dialog>
  );
};
