import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import TextField from '@material-ui/core/TextField';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { cnpgTranslationRef } from '../translation';
import { useChosenEnvironment } from './useEnvironments';

/** Extensions that the environment's images hold. */
export const ExtensionsPicker = ({
  onChange,
  formData,
  rawErrors,
  schema,
  formContext,
  idSchema,
}: FieldExtensionComponentProps<string[]>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { environment, error } = useChosenEnvironment(formContext);
  return (
    <Autocomplete
      id={idSchema.$id}
      multiple
      filterSelectedOptions
      options={environment?.extensions ?? []}
      value={formData ?? []}
      onChange={(_event, chosen) => onChange(chosen)}
      renderInput={params => (
        <TextField
          {...params}
          label={schema.title}
          error={Boolean(rawErrors?.length || error)}
          helperText={
            error?.message ?? rawErrors?.join(', ') ?? t('fields.extensions')
          }
        />
      )}
    />
  );
};
