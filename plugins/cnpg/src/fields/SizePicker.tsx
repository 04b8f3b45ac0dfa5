import { useEffect } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { Progress } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import FormHelperText from '@material-ui/core/FormHelperText';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { cnpgApiRef } from '../api/CnpgApi';
import { cnpgTranslationRef } from '../translation';

/** The sizes of the environment that was chosen before. */
export const SizePicker = ({
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
  const { value, loading, error } = useAsync(
    () => api.getEnvironments(),
    [api],
  );
  const chosen = (formContext?.formData as { environment?: string } | undefined)
    ?.environment;
  const environment = value?.items.find(item => item.name === chosen);
  const size = environment?.defaults.size;
  useEffect(() => {
    if (
      size &&
      (formData === undefined ||
        (environment && !Object.hasOwn(environment.sizes, formData)))
    )
      onChange(size);
  }, [size, formData, environment, onChange]);
  if (loading) return <Progress />;
  if (error) return <FormHelperText error>{error.message}</FormHelperText>;
  if (!environment)
    return <FormHelperText>{t('fields.size.first')}</FormHelperText>;
  return (
    <TextField
      id={idSchema.$id}
      select
      fullWidth
      required={required}
      label={schema.title}
      value={formData ?? ''}
      error={Boolean(rawErrors?.length)}
      helperText={rawErrors?.join(', ')}
      onChange={event => onChange(event.target.value)}
    >
      {Object.entries(environment.sizes).map(
        ([name, { title, cpu, memory, storage }]) => (
          <MenuItem key={name} value={name}>
            {title ?? name}: {cpu} CPU, {memory} memory, {storage} disk
          </MenuItem>
        ),
      )}
    </TextField>
  );
};
