import useAsync from 'react-use/esm/useAsync';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { cnpgApiRef } from '../api/CnpgApi';
import { cnpgTranslationRef } from '../translation';
import { valuesOf } from './useEnvironments';

/** The databases of the environment that the user may see. */
export const DatabasePicker = ({
  onChange,
  formData,
  rawErrors,
  required,
  schema,
  formContext,
  idSchema,
  uiSchema,
}: FieldExtensionComponentProps<string, { environmentField?: string }>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const api = useApi(cnpgApiRef);
  const environment =
    valuesOf(formContext)[
      uiSchema?.['ui:options']?.environmentField ?? 'environment'
    ];
  const { value, error } = useAsync(() => api.getClusters(), [api]);
  const names = (value?.items ?? [])
    .filter(item => item.environment === environment)
    .map(({ name }) => name);
  return (
    <Autocomplete
      id={idSchema.$id}
      options={names}
      value={formData ?? null}
      getOptionSelected={(option, chosen) => option === chosen}
      noOptionsText={t('fleet.empty')}
      onChange={(_event, chosen) => onChange(chosen ?? undefined)}
      renderInput={params => (
        <TextField
          {...params}
          required={required}
          label={schema.title}
          error={Boolean(rawErrors?.length || error)}
          helperText={
            error?.message ??
            (rawErrors?.length ? rawErrors.join(', ') : schema.description)
          }
        />
      )}
    />
  );
};
