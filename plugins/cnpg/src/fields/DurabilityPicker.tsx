import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  humanDuration,
  synchronousOf,
} from '@naytife/backstage-plugin-cnpg-common';
import FormHelperText from '@material-ui/core/FormHelperText';
import { cnpgTranslationRef } from '../translation';
import { Choices, FieldFrame } from './FieldFrame';
import { useChosenEnvironment, valuesOf } from './useEnvironments';

/** Synchronous replication, told as what is lost, and what waits, when a node dies. */
export const DurabilityPicker = ({
  onChange,
  formData,
  rawErrors,
  schema,
  formContext,
}: FieldExtensionComponentProps<string>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { environment, loading, error } = useChosenEnvironment(formContext);
  const instances = Number(
    valuesOf(formContext).instances ?? environment?.defaults.instances ?? 1,
  );
  const standard = environment && synchronousOf({ instances }, environment);
  const choices = (['required', 'preferred', 'off'] as const).map(value => ({
    value,
    label: t(`fields.durability.${value}`),
    text: t(`fields.durability.${value}Text`),
    disabled: value === 'required' && instances < 3,
  }));
  return (
    <FieldFrame
      title={schema.title}
      errors={rawErrors}
      loading={loading}
      failure={error}
    >
      {instances < 2 ? (
        <FormHelperText>
          {environment?.hasObjectStore
            ? t('fields.durability.alone', {
                rpo: humanDuration(environment.rpoSeconds),
              })
            : t('fields.durability.aloneNoBackup')}
        </FormHelperText>
      ) : (
        <Choices
          label={schema.title}
          value={formData ?? standard ?? ''}
          onChange={onChange}
          choices={choices}
        />
      )}
    </FieldFrame>
  );
};
