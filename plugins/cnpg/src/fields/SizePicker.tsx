import { useEffect } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  CUSTOM_SIZE,
  EnvironmentItemView,
  memorySettings,
  monthlyCost,
} from '@naytife/backstage-plugin-cnpg-common';
import FormHelperText from '@material-ui/core/FormHelperText';
import { cnpgTranslationRef } from '../translation';
import { backupCost } from './backupCost';
import { Choice, Choices, FieldFrame } from './FieldFrame';
import { useChosenEnvironment, valuesOf } from './useEnvironments';

type Size = EnvironmentItemView['sizes'][string];

/** What PostgreSQL is set to with so much memory, in the order of its documentation. */
const settings = ({ memory }: Size) => {
  const { shared_buffers, effective_cache_size, work_mem } =
    memorySettings(memory);
  return `shared_buffers ${shared_buffers}, effective_cache_size ${effective_cache_size}, work_mem ${work_mem}`;
};

/** The sizes of the environment, with the settings that follow from each, and what it costs. */
export const SizePicker = ({
  onChange,
  formData,
  rawErrors,
  required,
  schema,
  formContext,
}: FieldExtensionComponentProps<string>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { environment, loading, error } = useChosenEnvironment(formContext);
  const values = valuesOf(formContext);
  const size = environment?.defaults.size;
  useEffect(() => {
    if (!environment || !size) return;
    const offered =
      formData === CUSTOM_SIZE ||
      (formData !== undefined && Object.hasOwn(environment.sizes, formData));
    if (!offered && (required || formData !== undefined))
      onChange(required ? size : (undefined as never));
  }, [size, formData, environment, onChange, required]);
  const price = (name: string) => {
    if (!environment) return '';
    const cost = monthlyCost(
      {
        size: name,
        instances: Number(values.instances ?? environment.defaults.instances),
        backup: values.backup !== false,
        backupSchedule: (values.backupSchedule as string) || undefined,
      },
      {
        ...environment,
        objectStore: environment.retentionPolicy
          ? { retentionPolicy: environment.retentionPolicy }
          : undefined,
      },
    );
    return cost
      ? t('fields.size.cost', {
          compute: cost.compute.toFixed(2),
          storage: cost.storage.toFixed(2),
          backup: backupCost(cost, t),
          currency: cost.currency,
        })
      : t('fields.preview.costUnknown');
  };
  const offered = Object.entries(environment?.sizes ?? {}).map(
    ([name, item]): Choice => ({
      value: name,
      label: `${item.title ?? name}: ${item.cpu} CPU, ${item.memory} memory, ${
        item.storage
      } disk${item.walStorage ? `, ${item.walStorage} for WAL` : ''}`,
      text: (
        <>
          {settings(item)}
          <br />
          {price(name)}
        </>
      ),
    }),
  );
  return (
    <FieldFrame
      title={schema.title}
      required={required}
      errors={rawErrors}
      loading={loading}
      failure={error}
    >
      {environment ? (
        <Choices
          label={schema.title}
          value={formData ?? ''}
          onChange={onChange}
          choices={[
            ...offered,
            {
              value: CUSTOM_SIZE,
              label: t('fields.size.custom'),
              text: t('fields.size.customText'),
            },
          ]}
        />
      ) : (
        <FormHelperText>{t('fields.size.first')}</FormHelperText>
      )}
    </FieldFrame>
  );
};
