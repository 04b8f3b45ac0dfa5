import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { cnpgTranslationRef } from '../translation';
import { Choices, FieldFrame } from './FieldFrame';

/** PgBouncer's pool mode, with what pooling by transaction breaks. */
export const PoolModePicker = ({
  onChange,
  formData,
  rawErrors,
  schema,
}: FieldExtensionComponentProps<string>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  return (
    <FieldFrame title={schema.title} errors={rawErrors}>
      <Choices
        label={schema.title}
        value={formData ?? ''}
        onChange={onChange}
        choices={(['transaction', 'session'] as const).map(value => ({
          value,
          label: t(`fields.pool.${value}`),
          text: t(`fields.pool.${value}Text`),
        }))}
      />
    </FieldFrame>
  );
};
