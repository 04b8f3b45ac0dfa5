import { useState } from 'react';
import useAsync from 'react-use/esm/useAsync';
import useDebounce from 'react-use/esm/useDebounce';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { clusterName, parseSpec } from '@naytife/backstage-plugin-cnpg-common';
import TextField from '@material-ui/core/TextField';
import { cnpgApiRef } from '../api/CnpgApi';
import { cnpgTranslationRef } from '../translation';
import { valuesOf } from './useEnvironments';

const PAUSE_MS = 400;

/** A name by CNPG's and Kubernetes' rules, that nobody has or has asked for: in the cluster, in Git, in open pull requests. */
export const NamePicker = ({
  onChange,
  formData,
  rawErrors,
  required,
  schema,
  formContext,
  idSchema,
}: FieldExtensionComponentProps<string>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const api = useApi(cnpgApiRef);
  const environment = valuesOf(formContext).environment as string | undefined;
  const [settled, setSettled] = useState(formData);
  useDebounce(() => setSettled(formData), PAUSE_MS, [formData]);
  const wrong = formData
    ? parseSpec(clusterName, formData).findings.map(({ message }) => message)
    : [];
  const { value, loading, error } = useAsync(
    async () =>
      environment && settled && !parseSpec(clusterName, settled).findings.length
        ? api.checkName({ environment, name: settled })
        : undefined,
    [api, environment, settled],
  );
  const current = settled === formData && !loading;
  const taken = current
    ? (value?.findings ?? []).map(({ message }) => message)
    : [];
  const errors = [...wrong, ...taken, ...(rawErrors ?? [])];
  const state = () => {
    if (errors.length) return errors.join(' · ');
    if (!formData || !environment) return schema.description;
    if (error) return t('fields.name.unknown', { why: error.message });
    return current ? t('fields.name.free') : t('fields.name.checking');
  };
  return (
    <TextField
      id={idSchema.$id}
      fullWidth
      required={required}
      label={schema.title}
      value={formData ?? ''}
      error={errors.length > 0}
      helperText={state()}
      FormHelperTextProps={{ 'aria-live': 'polite' } as object}
      onChange={event => onChange(event.target.value || undefined)}
    />
  );
};
