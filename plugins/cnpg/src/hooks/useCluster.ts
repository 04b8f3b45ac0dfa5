import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { ClusterDetailView } from '@naytife/backstage-plugin-cnpg-common';
import { ClusterRef, cnpgApiRef } from '../api/CnpgApi';

const POLL_MS = 30_000;
const SLOW_POLL_MS = 300_000;
/** While there is nothing to show: a merge, or a right that comes with a new catalog entity, sends no event. */
const WAITING_POLL_MS = 5_000;

/** A cluster as last seen; `error` beside `cluster` means that what is shown is old. */
export interface ClusterState {
  cluster?: ClusterDetailView;
  error?: Error;
  /** Milliseconds since the epoch of the last good answer. */
  loadedAt?: number;
  stream: 'live' | 'reconnecting';
  reload(): void;
}

/** Keeps one cluster up to date: by the stream while it is live, by polling while it is not; never in a hidden tab. */
export function useCluster({ environment, name }: ClusterRef): ClusterState {
  const api = useApi(cnpgApiRef);
  const [state, setState] = useState<
    Pick<ClusterState, 'cluster' | 'error' | 'loadedAt'>
  >({});
  const [stream, setStream] = useState<ClusterState['stream']>('reconnecting');
  const asked = useRef(0);
  const waiting = state.cluster === undefined;

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    try {
      const cluster = await api.getCluster({ environment, name });
      // An answer that was overtaken by a newer question is dropped.
      if (mine === asked.current) setState({ cluster, loadedAt: Date.now() });
    } catch (error) {
      if (mine === asked.current)
        setState(before => ({ ...before, error: error as Error }));
    }
  }, [api, environment, name]);

  useEffect(() => {
    setState({});
    reload();
    return api.subscribe({
      onChange: ref => {
        if (ref === `${environment}/${name}` && !document.hidden) reload();
      },
      onState: setStream,
    });
  }, [api, environment, name, reload]);

  useEffect(() => {
    const look = () => {
      if (!document.hidden) reload();
    };
    const calm = stream === 'live' ? SLOW_POLL_MS : POLL_MS;
    const timer = setInterval(look, waiting ? WAITING_POLL_MS : calm);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [reload, stream, waiting]);

  return { ...state, stream, reload };
}
