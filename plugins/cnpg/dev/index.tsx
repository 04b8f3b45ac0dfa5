import { ComponentType, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Content, Header, InfoCard, Page } from '@backstage/core-components';
import { TestApiProvider, wrapInTestApp } from '@backstage/test-utils';
import Grid from '@material-ui/core/Grid';
import { anApi, aCluster } from '../src/__testUtils__/cluster';
import { anEnvironment } from '../src/__testUtils__/environment';
import { cnpgApiRef } from '../src/api/CnpgApi';
import { FIELDS } from '../src/fields/extensions';

const { api } = anApi({
  getEnvironments: async () => ({
    items: [
      anEnvironment(),
      anEnvironment({
        name: 'broken',
        title: 'Broken',
        trouble: ['the CNPG operator is down in k2'],
      }),
    ],
    sources: [{ kubernetesCluster: 'k1', state: 'synced' }],
  }),
  getClusters: async () => ({ items: [aCluster()], total: 1, sources: [] }),
  preview: async () => ({
    secrets: [],
    findings: [
      {
        code: 'singleInstance',
        severity: 'warning',
        path: 'instances',
        message: 'one instance',
      },
    ],
    files: [
      {
        path: 'deploy/databases/production/kustomization.yaml',
        action: 'update',
        before: 'resources:\n  - shop\n',
        content: 'resources:\n  - shop\n  - orders\n',
      },
    ],
  }),
});

/** One field by itself, with a form around it that remembers its value. */
const Story = ({ name }: { name: keyof typeof FIELDS }) => {
  const [value, setValue] = useState<unknown>();
  const Field = FIELDS[name] as unknown as ComponentType<
    Record<string, unknown>
  >;
  return (
    <InfoCard title={name} subheader={JSON.stringify(value) ?? 'no value'}>
      <Field
        formData={value}
        onChange={setValue}
        required
        schema={{ title: name }}
        idSchema={{ $id: name }}
        formContext={{ formData: { environment: 'production', instances: 3 } }}
      />
    </InfoCard>
  );
};

const Stories = () => (
  <TestApiProvider apis={[[cnpgApiRef, api]]}>
    <Page themeId="tool">
      <Header title="Form fields" />
      <Content>
        <Grid container spacing={2}>
          {(Object.keys(FIELDS) as (keyof typeof FIELDS)[]).map(name => (
            <Grid item xs={12} md={6} key={name}>
              <Story name={name} />
            </Grid>
          ))}
        </Grid>
      </Content>
    </Page>
  </TestApiProvider>
);

const root = document.getElementById('root');
if (root) createRoot(root).render(wrapInTestApp(<Stories />));
