import {
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ManifestPreviewView,
  SpecKind,
  specOf,
} from '@naytife/backstage-plugin-cnpg-common';
import { CnpgClientService } from '@naytife/backstage-plugin-cnpg-node';

/** What the templates hand over: all values of the form, for one of the kinds of change. */
export interface ChangeInput {
  kind: SpecKind;
  values: Record<string, unknown>;
}

const ROUTES = {
  database: '/manifests/database',
  change: '/manifests/change',
  restore: '/manifests/restore',
  delete: '/manifests/delete',
  foundation: '/manifests/foundation',
  replica: '/manifests/replica',
  migration: '/manifests/migration',
} as const satisfies Record<SpecKind, string>;

/**
 * Asks the backend, as the user who runs the template, for files and findings.
 * @throws NotAllowedError, NotFoundError, InputError in the backend's own words
 */
export async function askPreview(
  cnpg: CnpgClientService,
  credentials: BackstageCredentials,
  { kind, values }: ChangeInput,
): Promise<ManifestPreviewView> {
  const client = await cnpg.for(credentials);
  const { data, error, response } = await client.POST(ROUTES[kind], {
    body: { spec: specOf(kind, values) },
  });
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
