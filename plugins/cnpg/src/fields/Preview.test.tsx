import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { ManifestPreviewView } from '@naytife/backstage-plugin-cnpg-common';
import { CnpgApiError } from '../api/CnpgApi';
import { showField } from '../__testUtils__/showField';

afterEach(() => window.history.replaceState(null, '', '/'));

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
    const onChange = await showField('CnpgPreview', {
      api: { preview: async () => preview() },
    });
    await waitFor(() => expect(onChange).toHaveBeenLastCalledWith(true));
    const code = screen.getByRole('region', { name: 'deploy' });
    expect(within(code).getByText('+ - orders')).toBeInTheDocument();
  });

  it('claims a dry run only for what was tried, and says what is left of a removal', async () => {
    const accepted = /The API server accepted every manifest/;
    await showField('CnpgPreview', {
      api: {
        preview: async () =>
          preview({ findings: [{ ...warning, code: 'dryRunForbidden' }] }),
      },
    });
    expect(
      await screen.findByText(/Not every manifest could be tried/),
    ).toBeInTheDocument();
    expect(screen.queryByText(accepted)).not.toBeInTheDocument();
    await showField('CnpgPreview', {
      api: {
        preview: async () =>
          preview({
            files: [
              { path: 'a/b.yaml', action: 'delete', content: '', before: 'x' },
            ],
            pullRequest: {
              title: 't',
              branch: 'b',
              body: 'The archive stays in s3://b',
              provider: 'github',
              reviewers: [],
              teamReviewers: [],
            },
          }),
      },
    });
    expect(
      await screen.findByText('The archive stays in s3://b'),
    ).toBeInTheDocument();
    expect(screen.queryByText(accepted)).not.toBeInTheDocument();
  });

  it('waits until the warnings are ticked', async () => {
    const onChange = await showField('CnpgPreview', {
      value: true,
      api: { preview: async () => preview({ findings: [warning] }) },
    });
    await waitFor(() => expect(onChange).toHaveBeenLastCalledWith(false));
    fireEvent.click(screen.getByRole('checkbox', { name: 'I have read this' }));
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(screen.getByRole('checkbox')).toBeChecked();
  });

  it('never passes what blocks, nor what could not be checked', async () => {
    const blocked = await showField('CnpgPreview', {
      value: true,
      api: {
        preview: async () =>
          preview({ findings: [{ ...warning, severity: 'error' }] }),
      },
    });
    await waitFor(() => expect(blocked).toHaveBeenLastCalledWith(false));
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    const failed = await showField('CnpgPreview', {
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
    await showField('CnpgPreview', {
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
    await showField('CnpgPreview', {
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
