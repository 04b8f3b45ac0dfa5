import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { ClusterListView } from '@naytife/backstage-plugin-cnpg-common';
import { cnpgApiRef } from '../api/CnpgApi';
import { Live, useLive } from './useLive';

const GATHER_MS = 1_000;
const every = () => true;

/** All clusters that the user may see, kept up to date by itself; a burst of changes is one question. */
export function useFleet(): Live<ClusterListView> {
  const api = useApi(cnpgApiRef);
  return useLive(
    useCallback(() => api.getClusters(), [api]),
    every,
    { gatherMs: GATHER_MS },
  );
}
