import { ComponentType } from 'react';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import {
  EnvironmentItemView,
  ManifestPreviewView,
} from '@naytife/backstage-plugin-cnpg-common';
import { CnpgApi, CnpgApiError, cnpgApiRef } from '../api/CnpgApi';
import { aCluster, anApi } from '../__testUtils__/cluster';
import { anEnvironment } from '../__testUtils__/environment';
import { FIELDS } from './extensions';

const source = {
  kubernetesCluster: 'k1',
  state: 'synced' as const,
  operator: { state: 'running' as const, version: '1.30.0' },
};

/** A field as the scaffolder renders it, in a form that holds these values. */
async function show(
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

afterEach(() => window.history.replaceState(null, '', '/'));

describe('CnpgEnvironmentPicker', () => {
  it('offers each environment with what it promises and what is there', async () => {
    const onChange = await show('CnpgEnvironmentPicker');
    fireEvent.click(await screen.findByRole('radio', { name: 'Production' }));
    expect(onChange).toHaveBeenCalledWith('production');
    expect(
      screen.getByText('loses at most 1 min, back within 15 min'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/2 databases that you may see/),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/operator 1.30.0, backup plugin unknown/),
    ).toBeInTheDocument();
  });

  it('says why one can take no database, and lets nobody choose it', async () => {
    await show('CnpgEnvironmentPicker', {
      environments: [
        anEnvironment({ trouble: ['the CNPG operator is down in k1'] }),
      ],
    });
    expect(
      await screen.findByRole('radio', { name: 'Production' }),
    ).toBeDisabled();
    expect(
      screen.getByText('the CNPG operator is down in k1'),
    ).toBeInTheDocument();
  });

  it('keeps what was filled in in the address, so that a reload loses nothing', async () => {
    await show('CnpgEnvironmentPicker', { values: { name: 'orders' } });
    await waitFor(() =>
      expect(
        JSON.parse(
          new URL(window.location.href).searchParams.get('formData') ?? '{}',
        ),
      ).toEqual({ environment: 'production', name: 'orders' }),
    );
  });

  it('shows the backend’s own words where there is no answer', async () => {
    await show('CnpgEnvironmentPicker', {
      api: {
        getEnvironments: async () => {
          throw new CnpgApiError(500, 'the configuration is broken');
        },
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the configuration is broken',
    );
  });
});

describe('CnpgNamePicker', () => {
  it('says what is wrong with a name before anyone is asked', async () => {
    const checkName = jest.fn();
    await show('CnpgNamePicker', { value: 'orders-rw', api: { checkName } });
    expect(await screen.findByText(/must not end in -rw/)).toBeInTheDocument();
    expect(checkName).not.toHaveBeenCalled();
  });

  it('says that a name is free, and only when it was looked up', async () => {
    await show('CnpgNamePicker', { value: 'orders' });
    expect(
      await screen.findByText(
        'Free in the cluster, in Git and in open pull requests.',
      ),
    ).toBeInTheDocument();
  });

  it('says who has it', async () => {
    await show('CnpgNamePicker', {
      value: 'orders',
      api: {
        checkName: async () => ({
          findings: [
            {
              code: 'nameAskedFor',
              severity: 'error',
              path: 'name',
              message: 'commerce has asked for orders already',
            },
          ],
        }),
      },
    });
    expect(
      await screen.findByText('commerce has asked for orders already'),
    ).toBeInTheDocument();
  });

  it('does not call a name free where that cannot be known', async () => {
    await show('CnpgNamePicker', {
      value: 'orders',
      api: {
        checkName: async () => {
          throw new CnpgApiError(503, 'Git is down');
        },
      },
    });
    expect(
      await screen.findByText('Whether it is free is not known: Git is down'),
    ).toBeInTheDocument();
  });
});

describe('CnpgSizePicker', () => {
  it('tells the settings that follow from a size, and what it costs for all instances', async () => {
    await show('CnpgSizePicker', { value: 'small', values: { instances: 2 } });
    expect(await screen.findByText(/shared_buffers 256MB/)).toBeInTheDocument();
    expect(
      screen.getByText(/compute 12.00, storage 2.00, backup unknown USD/),
    ).toBeInTheDocument();
  });

  it('begins with the size of the environment where one is needed, and with none where all may stay as it is', async () => {
    const needed = await show('CnpgSizePicker', { required: true });
    await waitFor(() => expect(needed).toHaveBeenCalledWith('small'));
    const free = await show('CnpgSizePicker');
    await screen.findAllByText(/shared_buffers/);
    expect(free).not.toHaveBeenCalled();
  });

  it('offers a size of one’s own', async () => {
    const onChange = await show('CnpgSizePicker', { value: 'small' });
    fireEvent.click(
      await screen.findByRole('radio', { name: /Your own size/ }),
    );
    expect(onChange).toHaveBeenCalledWith('custom');
  });
});

describe('CnpgVersionPicker', () => {
  it('says how long each version gets fixes, or that this is not known', async () => {
    const onChange = await show('CnpgVersionPicker', { required: true });
    expect(
      await screen.findByText('fixes until 2028-11-09'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('how long it gets fixes is not known here'),
    ).toBeInTheDocument();
    expect(onChange).toHaveBeenCalledWith('16');
  });
});

describe('CnpgAvailabilityPicker', () => {
  it('does not offer what the policy of the environment refuses, and says so', async () => {
    await show('CnpgAvailabilityPicker', {
      environments: [anEnvironment({ policies: ['high-availability'] })],
    });
    expect(
      await screen.findByRole('radio', { name: /^1 instance/ }),
    ).toBeDisabled();
    expect(screen.getByRole('radio', { name: /^3 instances/ })).toBeEnabled();
    expect(
      screen.getAllByText(/the policy high-availability wants three/),
    ).toHaveLength(2);
  });
});

describe('CnpgDurabilityPicker', () => {
  it('tells what is lost and what waits, beginning with the way of the environment', async () => {
    await show('CnpgDurabilityPicker', { values: { instances: 3 } });
    expect(
      await screen.findByRole('radio', { name: /Lose nothing, rather wait/ }),
    ).toBeChecked();
  });

  it('does not let two instances stop all writes', async () => {
    await show('CnpgDurabilityPicker', { values: { instances: 2 } });
    expect(
      await screen.findByRole('radio', { name: /Lose nothing, rather wait/ }),
    ).toBeDisabled();
  });

  it('says what one instance means', async () => {
    await show('CnpgDurabilityPicker', { values: { instances: 1 } });
    expect(
      await screen.findByText(/a lost node means a restore/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  });
});

describe('CnpgPoolModePicker', () => {
  it('warns what pooling by transaction breaks', async () => {
    await show('CnpgPoolModePicker', { value: 'transaction' });
    expect(screen.getByText(/LISTEN\/NOTIFY/)).toBeInTheDocument();
  });
});

describe('CnpgPresetPicker', () => {
  it('tells what is in the database of a known application', async () => {
    const onChange = await show('CnpgPresetPicker');
    fireEvent.click(await screen.findByRole('radio', { name: /^Shop/ }));
    expect(onChange).toHaveBeenCalledWith('shop');
    expect(
      screen.getByText(
        'database shopdb, owner shop, schemas a, extensions none',
      ),
    ).toBeInTheDocument();
  });
});

describe('CnpgExtensionsPicker', () => {
  it('offers what the images hold', async () => {
    const onChange = await show('CnpgExtensionsPicker', { value: ['vector'] });
    fireEvent.mouseDown(screen.getByRole('textbox'));
    fireEvent.click(await screen.findByRole('option', { name: 'pg_trgm' }));
    expect(onChange).toHaveBeenCalledWith(['vector', 'pg_trgm']);
  });
});

describe('CnpgSchedulePicker', () => {
  it('tells a schedule in words, with its next three runs', async () => {
    await show('CnpgSchedulePicker', { value: '0 30 3 * * *' });
    expect(await screen.findByText(/At 03:30/)).toBeInTheDocument();
    expect(screen.getAllByText(/your time, .*03:30/)).toHaveLength(3);
    expect(screen.getByText(/Kept for 7d/)).toBeInTheDocument();
  });

  it('warns of five fields, which CNPG would take for something else', async () => {
    await show('CnpgSchedulePicker', { value: '0 2 * * *' });
    expect(
      await screen.findByText(/CNPG reads six fields/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/your time/)).not.toBeInTheDocument();
  });
});

describe('CnpgDatabasePicker', () => {
  it('offers the databases of the chosen environment', async () => {
    const onChange = await show('CnpgDatabasePicker', {
      api: {
        getClusters: async () => ({
          items: [aCluster(), aCluster({ environment: 'local', name: 'x' })],
          total: 2,
          sources: [],
        }),
      },
    });
    fireEvent.mouseDown(screen.getByRole('textbox'));
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    fireEvent.click(screen.getByRole('option', { name: 'db' }));
    expect(onChange).toHaveBeenCalledWith('db');
  });
});

describe('CnpgPreview', () => {
  const preview = (
    change: Partial<ManifestPreviewView> = {},
  ): ManifestPreviewView => ({
    files: [
      {
        path: 'deploy/kustomization.yaml',
        action: 'update',
        before: 'resources:\n  - a\n',
        content: 'resources:\n  - a\n  - orders\n',
      },
    ],
    secrets: [],
    findings: [],
    ...change,
  });
  const warning = {
    code: 'singleInstance',
    severity: 'warning' as const,
    path: 'instances',
    message: 'only one',
  };

  it('passes what nothing speaks against, and shows the lines that change', async () => {
    const onChange = await show('CnpgPreview', {
      api: { preview: async () => preview() },
    });
    await waitFor(() => expect(onChange).toHaveBeenLastCalledWith(true));
    const code = screen.getByRole('region', { name: 'deploy' });
    expect(within(code).getByText('+ - orders')).toBeInTheDocument();
  });

  it('waits until the warnings are ticked', async () => {
    const onChange = await show('CnpgPreview', {
      value: true,
      api: { preview: async () => preview({ findings: [warning] }) },
    });
    await waitFor(() => expect(onChange).toHaveBeenLastCalledWith(false));
    fireEvent.click(screen.getByRole('checkbox', { name: 'I have read this' }));
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(screen.getByRole('checkbox')).toBeChecked();
  });

  it('never passes what blocks, nor what could not be checked', async () => {
    const blocked = await show('CnpgPreview', {
      value: true,
      api: {
        preview: async () =>
          preview({ findings: [{ ...warning, severity: 'error' }] }),
      },
    });
    await waitFor(() => expect(blocked).toHaveBeenLastCalledWith(false));
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    const failed = await show('CnpgPreview', {
      value: true,
      api: {
        preview: async () => {
          throw new CnpgApiError(429, 'You have asked 120 times');
        },
      },
    });
    await waitFor(() => expect(failed).toHaveBeenLastCalledWith(false));
    expect(screen.getByText('You have asked 120 times')).toBeInTheDocument();
  });

  it('asks for the kind that the form is of, with the fields of that kind only', async () => {
    const asked = jest.fn(async () => preview());
    await show('CnpgPreview', {
      values: {
        kind: 'delete',
        name: 'db',
        confirm: 'db',
        reviewed: true,
        size: 'x',
      },
      api: { preview: asked },
    });
    await waitFor(() =>
      expect(asked).toHaveBeenCalledWith('delete', {
        environment: 'production',
        name: 'db',
        confirm: 'db',
      }),
    );
  });

  it('tells of each field what CNPG does', async () => {
    await show('CnpgPreview', {
      api: {
        preview: async () =>
          preview({
            effects: [
              {
                field: 'Cluster/db spec.instances',
                before: '1',
                after: '3',
                kind: 'inPlace',
                sentence: 'each new replica is cloned',
                link: 'https://cloudnative-pg.io/docs/1.30/replication',
              },
            ],
          }),
      },
    });
    expect(
      await screen.findByRole('row', {
        name: /spec.instances 1 3 While it runs: each new replica is cloned/,
      }),
    ).toBeInTheDocument();
  });
});
