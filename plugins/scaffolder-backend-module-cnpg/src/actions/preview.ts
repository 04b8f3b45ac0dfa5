import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ManifestPreviewView } from '@naytife/backstage-plugin-cnpg-common';
import { CnpgClientService } from '@naytife/backstage-plugin-cnpg-node';

/** What the templates hand over: the form's values for one of the two kinds of change. */
export interface ChangeInput {
  kind: 'database' | 'restore';
  spec: Record<string, unknown>;
}

/** Form fields that were left empty arrive as empty strings; the spec leaves them out. */
export function withoutBlanks(
  spec: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(spec).filter(
      ([, value]) => value !== '' && value !== undefined && value !== null,
    ),
  );
}

/**
 * Asks the backend, as the user who runs the template, for files and findings.
 * @throws NotAllowedError, NotFoundError, InputError in the backend's own words
 */
export async function askPreview(
  cnpg: CnpgClientService,
  credentials: BackstageCredentials,
  { kind, spec }: ChangeInput,
): Promise<ManifestPreviewView> {
  const client = await cnpg.for(credentials);
  const body = { spec: withoutBlanks(spec) };
  const { data, error, response } =
    kind === 'database'
      ? await client.POST('/manifests/database', { body })
      : await client.POST('/manifests/restore', { body });
  if (data) return data;
  const message =
    error?.error?.message ?? `the CNPG backend answered ${response.status}`;
  switch (response.status) {
    case 400:
      throw new InputError(message);
    case 403:
      throw new NotAllowedError(message);
    case 404:
      throw new NotFoundError(message);
    default:
      throw new ServiceUnavailableError(message);
  }
}
