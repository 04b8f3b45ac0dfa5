import { useEffect, useState } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import Button from '@material-ui/core/Button';
import FormHelperText from '@material-ui/core/FormHelperText';
import { cnpgApiRef } from '../api/CnpgApi';
import { cnpgTranslationRef } from '../translation';
import { PreviewView } from './PreviewView';

const FIELDS = [
  'environment',
  'name',
  'owner',
  'component',
  'description',
  'version',
  'size',
  'instances',
  'pooler',
  'backup',
  'database',
  'databaseOwner',
  'schemas',
];

/** The form's values as the template will hand them over. */
export function specOf(
  formData: Record<string, unknown>,
): Record<string, unknown> {
  const spec = Object.fromEntries(
    FIELDS.filter(
      field => formData[field] !== undefined && formData[field] !== '',
    ).map(field => [field, formData[field]]),
  );
  return { pooler: false, backup: false, schemas: [], ...spec };
}

/** Shows the pull request before it is opened; the step is passed only when nothing blocks. The server checks again. */
export const Preview = ({
  onChange,
  formData,
  formContext,
}: FieldExtensionComponentProps<boolean>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const api = useApi(cnpgApiRef);
  const [round, setRound] = useState(0);
  const spec = specOf((formContext?.formData ?? {}) as Record<string, unknown>);
  const key = JSON.stringify(spec);
  const { value, loading, error } = useAsync(
    () => api.previewDatabase(JSON.parse(key)),
    [api, key, round],
  );
  const passed =
    !loading &&
    !error &&
    value !== undefined &&
    !value.findings.some(finding => finding.severity === 'error');
  useEffect(() => {
    if (!loading && (formData ?? false) !== passed) onChange(passed);
  }, [loading, passed, formData, onChange]);
  return (
    <div role="group" aria-busy={loading}>
      <PreviewView preview={value} loading={loading} error={error} />
      {!loading && !passed && (
        <>
          <FormHelperText error>{t('fields.preview.blocked')}</FormHelperText>
          <Button
            size="small"
            variant="outlined"
            onClick={() => setRound(round + 1)}
          >
            {t('fields.preview.again')}
          </Button>
        </>
      )}
    </div>
  );
};
