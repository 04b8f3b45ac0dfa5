import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { ClusterDetailView } from '@naytife/backstage-plugin-cnpg-common';
import { ClusterRef, cnpgApiRef } from '../api/CnpgApi';
import { Live, useLive } from './useLive';

/** One cluster, kept up to date by itself. */
export function useCluster({
  environment,
  name,
}: ClusterRef): Live<ClusterDetailView> {
  const api = useApi(cnpgApiRef);
  return useLive(
    useCallback(
      () => api.getCluster({ environment, name }),
      [api, environment, name],
    ),
    useCallback(ref => ref === `${environment}/${name}`, [environment, name]),
  );
}
