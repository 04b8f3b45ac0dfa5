import { fireEvent, screen, waitFor } from '@testing-library/react';
import { CnpgApiError } from '../api/CnpgApi';
import { aCluster } from '../__testUtils__/cluster';
import { anEnvironment } from '../__testUtils__/environment';
import { showField } from '../__testUtils__/showField';

afterEach(() => window.history.replaceState(null, '', '/'));

describe('CnpgEnvironmentPicker', () => {
  it('offers each environment with what it promises and what is there', async () => {
    const onChange = await showField('CnpgEnvironmentPicker');
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
    await showField('CnpgEnvironmentPicker', {
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
    await showField('CnpgEnvironmentPicker', { values: { name: 'orders' } });
    await waitFor(() =>
      expect(
        JSON.parse(
          new URL(window.location.href).searchParams.get('formData') ?? '{}',
        ),
      ).toEqual({ environment: 'production', name: 'orders' }),
    );
  });

  it('shows the backend’s own words where there is no answer', async () => {
    await showField('CnpgEnvironmentPicker', {
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
    await showField('CnpgNamePicker', {
      value: 'orders-rw',
      api: { checkName },
    });
    expect(await screen.findByText(/must not end in -rw/)).toBeInTheDocument();
    expect(checkName).not.toHaveBeenCalled();
  });

  it('says that a name is free, and only when it was looked up', async () => {
    await showField('CnpgNamePicker', { value: 'orders' });
    expect(
      await screen.findByText(
        'Free in the cluster, in Git and in open pull requests.',
      ),
    ).toBeInTheDocument();
  });

  it('says who has it', async () => {
    await showField('CnpgNamePicker', {
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
    await showField('CnpgNamePicker', {
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
    await showField('CnpgSizePicker', {
      value: 'small',
      values: { instances: 2 },
    });
    expect(await screen.findByText(/shared_buffers 256MB/)).toBeInTheDocument();
    expect(
      screen.getByText(/compute 12.00, storage 2.00, backup unknown USD/),
    ).toBeInTheDocument();
  });

  it('begins with the size of the environment where one is needed, and with none where all may stay as it is', async () => {
    const needed = await showField('CnpgSizePicker', { required: true });
    await waitFor(() => expect(needed).toHaveBeenCalledWith('small'));
    const free = await showField('CnpgSizePicker');
    await screen.findAllByText(/shared_buffers/);
    expect(free).not.toHaveBeenCalled();
  });

  it('offers a size of one’s own', async () => {
    const onChange = await showField('CnpgSizePicker', { value: 'small' });
    fireEvent.click(
      await screen.findByRole('radio', { name: /Your own size/ }),
    );
    expect(onChange).toHaveBeenCalledWith('custom');
  });
});

describe('CnpgVersionPicker', () => {
  it('says how long each version gets fixes, or that this is not known', async () => {
    const onChange = await showField('CnpgVersionPicker', { required: true });
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
    await showField('CnpgAvailabilityPicker', {
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
    await showField('CnpgDurabilityPicker', { values: { instances: 3 } });
    expect(
      await screen.findByRole('radio', { name: /Lose nothing, rather wait/ }),
    ).toBeChecked();
  });

  it('does not let two instances stop all writes', async () => {
    await showField('CnpgDurabilityPicker', { values: { instances: 2 } });
    expect(
      await screen.findByRole('radio', { name: /Lose nothing, rather wait/ }),
    ).toBeDisabled();
  });

  it('says what one instance means', async () => {
    await showField('CnpgDurabilityPicker', { values: { instances: 1 } });
    expect(
      await screen.findByText(/a lost node means a restore/),
    ).toBeInTheDocument();
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
  });
});

describe('CnpgPoolModePicker', () => {
  it('warns what pooling by transaction breaks', async () => {
    await showField('CnpgPoolModePicker', { value: 'transaction' });
    expect(screen.getByText(/LISTEN\/NOTIFY/)).toBeInTheDocument();
  });
});

describe('CnpgPresetPicker', () => {
  it('tells what is in the database of a known application', async () => {
    const onChange = await showField('CnpgPresetPicker');
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
    const onChange = await showField('CnpgExtensionsPicker', {
      value: ['vector'],
    });
    fireEvent.mouseDown(screen.getByRole('textbox'));
    fireEvent.click(await screen.findByRole('option', { name: 'pg_trgm' }));
    expect(onChange).toHaveBeenCalledWith(['vector', 'pg_trgm']);
  });
});

describe('CnpgSchedulePicker', () => {
  it('tells a schedule in words, with its next three runs', async () => {
    await showField('CnpgSchedulePicker', { value: '0 30 3 * * *' });
    expect(await screen.findByText(/At 03:30/)).toBeInTheDocument();
    expect(screen.getAllByText(/your time, .*03:30/)).toHaveLength(3);
    expect(screen.getByText(/Kept for 7d/)).toBeInTheDocument();
  });

  it('warns of five fields, which CNPG would take for something else', async () => {
    await showField('CnpgSchedulePicker', { value: '0 2 * * *' });
    expect(
      await screen.findByText(/CNPG reads six fields/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/your time/)).not.toBeInTheDocument();
  });
});

describe('CnpgDatabasePicker', () => {
  it('offers the databases of the chosen environment', async () => {
    const onChange = await showField('CnpgDatabasePicker', {
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
