import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import {
  OWN_CONTENTS,
  PLAIN_CONTENTS,
} from '@naytife/backstage-plugin-cnpg-common';
import { cnpgTranslationRef } from '../translation';
import { Choices, FieldFrame } from './FieldFrame';
import { useChosenEnvironment } from './useEnvironments';

/** What is in the new database: nothing but its owner, what a known application wants, or names of one's own. */
export const PresetPicker = ({
  onChange,
  formData,
  rawErrors,
  schema,
  formContext,
}: FieldExtensionComponentProps<string>) => {
  const { t } = useTranslationRef(cnpgTranslationRef);
  const { environment, loading, error } = useChosenEnvironment(formContext);
  return (
    <FieldFrame
      title={schema.title}
      errors={rawErrors}
      loading={loading}
      failure={error}
    >
      <Choices
        label={schema.title}
        value={formData ?? PLAIN_CONTENTS}
        onChange={onChange}
        choices={[
          {
            value: PLAIN_CONTENTS,
            label: t('fields.preset.plain'),
            text: t('fields.preset.plainText'),
          },
          ...Object.entries(environment?.presets ?? {}).map(
            ([name, preset]) => ({
              value: name,
              label: preset.title,
              text: t('fields.preset.text', {
                database: preset.database,
                owner: preset.databaseOwner,
                schemas: preset.schemas.join(', ') || t('facts.none'),
                extensions: preset.extensions.join(', ') || t('facts.none'),
              }),
            }),
          ),
          { value: OWN_CONTENTS, label: t('fields.preset.own') },
        ]}
      />
    </FieldFrame>
  );
};
