import { ComponentType } from 'react';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { EnvironmentItemView } from '@naytife/backstage-plugin-cnpg-common';
import { CnpgApi, cnpgApiRef } from '../api/CnpgApi';
import { FIELDS } from '../fields/extensions';
import { anApi } from './cluster';
import { anEnvironment } from './environment';

const source = {
  kubernetesCluster: 'k1',
  state: 'synced' as const,
  operator: { state: 'running' as const, version: '1.30.0' },
};

/** A field as the scaffolder renders it, in a form that holds these values. */
export async function showField(
  name: keyof typeof FIELDS,
  given: {
    value?: unknown;
    values?: object;
    required?: boolean;
    errors?: string[];
    environments?: EnvironmentItemView[];
    api?: Partial<CnpgApi>;
  } = {},
) {
  const onChange = jest.fn();
  const Field = FIELDS[name] as unknown as ComponentType<
    Record<string, unknown>
  >;
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [
          cnpgApiRef,
          anApi({
            getEnvironments: async () => ({
              items: given.environments ?? [anEnvironment()],
              sources: [source],
            }),
            ...given.api,
          }).api,
        ],
      ]}
    >
      <Field
        onChange={onChange}
        formData={given.value}
        rawErrors={given.errors}
        required={given.required ?? false}
        schema={{ title: 'The field', description: 'What it is' }}
        idSchema={{ $id: 'root_field' }}
        formContext={{
          formData: { environment: 'production', ...given.values },
        }}
      />
    </TestApiProvider>,
  );
  return onChange;
}
