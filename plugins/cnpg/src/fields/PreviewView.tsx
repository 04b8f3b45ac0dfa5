import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CodeSnippet } from '@backstage/core-components';
import {
  FindingView,
  ManifestPreviewView,
} from '@naytife/backstage-plugin-cnpg-common';
import Accordion from '@material-ui/core/Accordion';
import AccordionDetails from '@material-ui/core/AccordionDetails';
import AccordionSummary from '@material-ui/core/AccordionSummary';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import Alert from '@material-ui/lab/Alert';
import { cnpgTranslationRef } from '../translation';

const Findings = ({
  title,
  findings,
  severity,
}: {
  title: string;
  findings: FindingView[];
  severity: 'error' | 'warning';
}) =>
  findings.length ? (
    <Alert severity={severity} style={{ marginBottom: 12 }}>
      <b>{title}</b>
      <ul style={{ margin: 0, paddingLeft: 20 }}>
        {findings.map(finding => (
          <li key={`${finding.path}-${finding.code}-${finding.message}`}>
            <b>{finding.path}</b>: {finding.message}
          </li>
        ))}
      </ul>
    </Alert>
  ) : null;

/** The exact files of a pull request, and everything that was found about them. */
export const PreviewView = ({
  preview,
  loading,
  error,
}: {
  preview?: ManifestPreviewView;
  loading: boolean;
  error?: Error;
}) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  if (error) return <Alert severity="error">{error.message}</Alert>;
  if (loading || !preview)
    return <LinearProgress aria-label={t('fields.preview.checking')} />;
  const { files, findings, cost } = preview;
  const errors = findings.filter(finding => finding.severity === 'error');
  return (
    <>
      {!errors.length && (
        <Alert severity="success" style={{ marginBottom: 12 }}>
          {t('fields.preview.fine')}
        </Alert>
      )}
      <Findings
        severity="error"
        title={t('fields.preview.blocked')}
        findings={errors}
      />
      <Findings
        severity="warning"
        title={t('fields.preview.warnings')}
        findings={findings.filter(finding => finding.severity === 'warning')}
      />
      {!preview.preflight && files.length > 0 && (
        <Typography paragraph>
          {cost
            ? t('fields.preview.cost', {
                total: cost.total.toFixed(2),
                currency: cost.currency,
                compute: cost.compute.toFixed(2),
                storage: cost.storage.toFixed(2),
              })
            : t('fields.preview.costUnknown')}
        </Typography>
      )}
      {files.map(({ path, content }, index) => (
        <Accordion
          key={path}
          defaultExpanded={index === 0}
          TransitionProps={{ unmountOnExit: true }}
        >
          <AccordionSummary expandIcon={<ExpandMoreIcon />}>
            <Typography
              style={{
                fontFamily: 'ui-monospace, monospace',
                fontSize: '0.85rem',
              }}
            >
              {path}
            </Typography>
          </AccordionSummary>
          <AccordionDetails style={{ display: 'block' }}>
            <CodeSnippet language="yaml" text={content} showCopyCodeButton />
          </AccordionDetails>
        </Accordion>
      ))}
    </>
  );
};
