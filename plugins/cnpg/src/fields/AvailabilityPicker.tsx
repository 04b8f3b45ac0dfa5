import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { cnpgTranslationRef } from '../translation';
import { Choices, FieldFrame } from './FieldFrame';
import { useDefault } from './useDefault';
import { useChosenEnvironment } from './useEnvironments';

const OFFERED = [1, 2, 3, 5] as const;

/** How many instances, told as what happens when a node dies. */
export const AvailabilityPicker = ({
  onChange,
  formData,
  rawErrors,
  required,
  schema,
  formContext,
}: FieldExtensionComponentProps<number>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { environment, loading, error } = useChosenEnvironment(formContext);
  const preferred = environment?.defaults.instances;
  useDefault({ required, formData, onChange }, preferred);
  const highly = environment?.policies.includes('high-availability');
  const meaning = (count: number) => {
    if (highly && count < 3) return t('fields.availability.policy');
    if (count === 1) return t('fields.availability.one');
    return count === 2
      ? t('fields.availability.two')
      : t('fields.availability.many', { spare: String(count - 1) });
  };
  const offered = [...new Set([...OFFERED, formData ?? 1])].sort(
    (a, b) => a - b,
  );
  return (
    <FieldFrame
      title={schema.title}
      required={required}
      errors={rawErrors}
      loading={loading}
      failure={error}
    >
      <Choices
        label={schema.title}
        value={formData === undefined ? '' : String(formData)}
        onChange={value => onChange(Number(value))}
        choices={offered.map(count => ({
          value: String(count),
          label: t('header.instances', { count }),
          text: meaning(count),
          disabled: highly && count < 3,
        }))}
      />
    </FieldFrame>
  );
};
