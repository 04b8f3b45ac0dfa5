import { useEffect, useState } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { SpecKind, specOf } from '@naytife/backstage-plugin-cnpg-common';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import { cnpgApiRef } from '../api/CnpgApi';
import { cnpgTranslationRef } from '../translation';
import { PreviewView } from './PreviewView';
import { useDraft } from './useDraft';
import { valuesOf } from './useEnvironments';

/**
 * Shows the pull request before it is opened. The step is passed only when nothing blocks and each warning was read;
 * the server asks itself the same again.
 */
export const Preview = ({
  onChange,
  formData,
  formContext,
}: FieldExtensionComponentProps<boolean>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const api = useApi(cnpgApiRef);
  const [round, setRound] = useState(0);
  /** The warnings that were ticked, by their text: other ones want another tick. */
  const [read, setRead] = useState('');
  useDraft(formContext);
  const values = valuesOf(formContext);
  const kind = (values.kind ?? 'database') as SpecKind;
  const key = JSON.stringify(specOf(kind, values));
  const { value, loading, error } = useAsync(
    () => api.preview(kind, JSON.parse(key)),
    [api, kind, key, round],
  );
  const findings = value?.findings ?? [];
  const blocked =
    error !== undefined ||
    value === undefined ||
    findings.some(({ severity }) => severity === 'error');
  const warnings = findings
    .filter(({ severity }) => severity === 'warning')
    .map(({ path, message }) => `${path}: ${message}`)
    .join('\n');
  const passed = !loading && !blocked && (warnings === '' || warnings === read);
  useEffect(() => {
    if (!loading && (formData ?? false) !== passed) onChange(passed);
  }, [loading, passed, formData, onChange]);
  return (
    <div role="group" aria-busy={loading}>
      <PreviewView preview={value} loading={loading} error={error} />
      {!loading && !blocked && warnings !== '' && (
        <FormControlLabel
          control={
            <Checkbox
              color="primary"
              checked={warnings === read}
              onChange={(_event, checked) => setRead(checked ? warnings : '')}
            />
          }
          label={t('fields.preview.acknowledge')}
        />
      )}
      {!loading && blocked && (
        <>
          <FormHelperText error role="alert">
            {t('fields.preview.blocked')}
          </FormHelperText>
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
