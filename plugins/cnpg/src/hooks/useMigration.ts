import { useCallback } from 'react';
import useAsync from 'react-use/esm/useAsync';
import { useApi } from '@backstage/core-plugin-api';
import {
  MigrationSummaryView,
  MigrationView,
} from '@naytife/backstage-plugin-cnpg-common';
import { ClusterRef, cnpgApiRef } from '../api/CnpgApi';
import { Live, useLive } from './useLive';

/** A merge sends no event. */
const POLL_MS = 5_000;

/** One migration, kept up to date by itself. */
export function useMigration({
  environment,
  name,
}: ClusterRef): Live<MigrationView> {
  const api = useApi(cnpgApiRef);
  return useLive(
    useCallback(
      () => api.getMigration({ environment, name }),
      [api, environment, name],
    ),
    useCallback(ref => ref === `${environment}/${name}`, [environment, name]),
    { pollMs: POLL_MS },
  );
}

/** The migrations that the user may see; none where there are none, or they may not be seen. */
export function useMigrations(): {
  loading: boolean;
  items: MigrationSummaryView[];
} {
  const api = useApi(cnpgApiRef);
  const { value, loading } = useAsync(
    () => api.getMigrations().catch(() => ({ items: [] })),
    [api],
  );
  return { loading, items: value?.items ?? [] };
}
