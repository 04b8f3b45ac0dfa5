import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  PromiseFleetView,
  PromiseView,
} from '@naytife/backstage-plugin-cnpg-common';
import { cnpgApiRef } from '../api/CnpgApi';
import { Live, useLive } from '../hooks/useLive';

/** The backend remembers what Prometheus said for half a minute. */
const GATHER_MS = 10_000;
const every = () => true;

/** The promises of one cluster, `environment/name`, kept up to date by itself. */
export function usePromises(ref: string): Live<{ items: PromiseView[] }> {
  const api = useApi(cnpgApiRef);
  return useLive(
    useCallback(() => {
      const [environment, name] = ref.split('/');
      return api.getPromises({ environment, name });
    }, [api, ref]),
    useCallback(changed => changed === ref, [ref]),
    { gatherMs: GATHER_MS },
  );
}

/** Those of all clusters that the user may see. */
export function useFleetPromises(): Live<PromiseFleetView> {
  const api = useApi(cnpgApiRef);
  return useLive(
    useCallback(() => api.getFleetPromises(), [api]),
    every,
    { gatherMs: GATHER_MS },
  );
}
