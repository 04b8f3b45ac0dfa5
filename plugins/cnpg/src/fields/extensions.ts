import {
  FormFieldBlueprint,
  createFormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import { EnvironmentPicker } from './EnvironmentPicker';
import { Preview } from './Preview';
import { SizePicker } from './SizePicker';

/** Names by which templates ask for the fields (`ui:field`). */
export const FIELD_NAMES = {
  environment: 'CnpgEnvironmentPicker',
  size: 'CnpgSizePicker',
  preview: 'CnpgPreview',
} as const;

export const environmentField = FormFieldBlueprint.make({
  name: 'cnpg-environment-picker',
  params: {
    field: async () =>
      createFormField({
        name: FIELD_NAMES.environment,
        component: EnvironmentPicker,
      }),
  },
});

export const sizeField = FormFieldBlueprint.make({
  name: 'cnpg-size-picker',
  params: {
    field: async () =>
      createFormField({ name: FIELD_NAMES.size, component: SizePicker }),
  },
});

export const previewField = FormFieldBlueprint.make({
  name: 'cnpg-preview',
  params: {
    field: async () =>
      createFormField({ name: FIELD_NAMES.preview, component: Preview }),
  },
});
