import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FindingView,
  ManifestPreviewView,
} from '@naytife/backstage-plugin-cnpg-common';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { cnpgTranslationRef } from '../translation';
import { Effects } from './Effects';
import { backupCost } from './backupCost';
import { FileChange } from './FileChange';
import { PullRequestText } from './PullRequestText';

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

/** Findings that mean that an object was not tried on the API server. */
const UNTRIED = new Set(['dryRunForbidden', 'kindMissing']);

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
  // As the backend orders them: the cluster first, the catalog last; what stays as it is after all others.
  const folders = new Map<string, typeof files>();
  for (const file of [...files].sort(
    (one, other) =>
      Number(one.action === 'same') - Number(other.action === 'same'),
  )) {
    const folder = file.path.slice(0, file.path.lastIndexOf('/'));
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const costIsAsked =
    preview.entityRef !== undefined &&
    !preview.preflight &&
    preview.environment?.costs === undefined;
  const removes = files.some(({ action }) => action === 'delete');
  // A dry run that was not allowed, or of a kind that is not there, accepted nothing.
  const untried = findings.some(({ code }) => UNTRIED.has(code));
  const writes = files.some(
    ({ action }) => action === 'create' || action === 'update',
  );
  const tried = writes && !removes && !untried;
  return (
    // Long lines scroll inside; without this they would widen the page.
    <div style={{ width: 0, minWidth: '100%' }}>
      {!errors.length && (
        <Alert severity="success" style={{ marginBottom: 12 }}>
          {t('fields.preview.fine')} {tried && t('fields.preview.tried')}
          {untried && t('fields.preview.untried')}
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
      {files.length > 0 && (cost || costIsAsked) && (
        <Typography paragraph>
          {cost
            ? t('fields.preview.cost', {
                total: cost.total.toFixed(2),
                currency: cost.currency,
                compute: cost.compute.toFixed(2),
                storage: cost.storage.toFixed(2),
                backup: backupCost(cost, t),
              })
            : t('fields.preview.costUnknown')}
        </Typography>
      )}
      {preview.effects && preview.effects.length > 0 && (
        <Effects effects={preview.effects} />
      )}
      {preview.secrets.map(({ path, recipients }) => (
        <Typography key={path} variant="body2" paragraph>
          {t('fields.preview.secret', {
            path,
            count: recipients.length,
          })}
        </Typography>
      ))}
      {preview.pullRequest && (
        <PullRequestText
          text={preview.pullRequest.body}
          // Of a removal it says what is left.
          expanded={removes}
        />
      )}
      {[...folders].map(([folder, held]) => (
        <section key={folder} aria-label={folder}>
          <Typography
            variant="subtitle2"
            component="h3"
            style={{ marginTop: 12, overflowWrap: 'anywhere' }}
          >
            {folder}/
          </Typography>
          {held.map(file => (
            <FileChange
              key={file.path}
              file={file}
              expanded={file === files[0]}
            />
          ))}
        </section>
      ))}
    </div>
  );
};
