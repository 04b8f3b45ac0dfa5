import {
  FormFieldBlueprint,
  createFormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import { AvailabilityPicker } from './AvailabilityPicker';
import { DatabasePicker } from './DatabasePicker';
import { DurabilityPicker } from './DurabilityPicker';
import { EnvironmentPicker } from './EnvironmentPicker';
import { ExtensionsPicker } from './ExtensionsPicker';
import { NamePicker } from './NamePicker';
import { PoolModePicker } from './PoolModePicker';
import { PresetPicker } from './PresetPicker';
import { Preview } from './Preview';
import { SchedulePicker } from './SchedulePicker';
import { SizePicker } from './SizePicker';
import { VersionPicker } from './VersionPicker';

/** The fields, by the names with which templates ask for them (`ui:field`). */
export const FIELDS = {
  CnpgEnvironmentPicker: EnvironmentPicker,
  CnpgNamePicker: NamePicker,
  CnpgDatabasePicker: DatabasePicker,
  CnpgPresetPicker: PresetPicker,
  CnpgVersionPicker: VersionPicker,
  CnpgSizePicker: SizePicker,
  CnpgAvailabilityPicker: AvailabilityPicker,
  CnpgDurabilityPicker: DurabilityPicker,
  CnpgPoolModePicker: PoolModePicker,
  CnpgSchedulePicker: SchedulePicker,
  CnpgExtensionsPicker: ExtensionsPicker,
  CnpgPreview: Preview,
} as const;

/** `CnpgNamePicker` → `cnpg-name-picker`. */
const extensionName = (name: string) =>
  name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();

/** The same fields for the new frontend system. */
export const fieldExtensions = Object.entries(FIELDS).map(([name, component]) =>
  FormFieldBlueprint.make({
    name: extensionName(name),
    params: {
      field: async () =>
        createFormField({ name, component: component as typeof NamePicker }),
    },
  }),
);
