import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { cnpgTranslationRef } from '../translation';
import { Choices, FieldFrame } from './FieldFrame';
import { useDraft } from './useDraft';
import { useDefault } from './useDefault';
import { useChosenEnvironment } from './useEnvironments';

/** PostgreSQL major versions that the environment offers, with the day each gets its last fixes. */
export const VersionPicker = ({
  onChange,
  formData,
  rawErrors,
  required,
  schema,
  formContext,
}: FieldExtensionComponentProps<string>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { environment, loading, error } = useChosenEnvironment(formContext);
  useDraft(formContext);
  const versions = environment?.versions ?? [];
  const preferred =
    environment?.defaults.version ?? versions[versions.length - 1]?.version;
  useDefault({ required, formData, onChange }, preferred);
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
        value={formData ?? ''}
        onChange={onChange}
        choices={versions.map(({ version, endOfLife }) => ({
          value: version,
          label: `PostgreSQL ${version}`,
          text: endOfLife
            ? t('fields.version.end', { date: endOfLife })
            : t('fields.version.endUnknown'),
        }))}
      />
    </FieldFrame>
  );
};
