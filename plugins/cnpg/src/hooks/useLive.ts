import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { EVERY_CLUSTER } from '@naytife/backstage-plugin-cnpg-common';
import { cnpgApiRef } from '../api/CnpgApi';

const POLL_MS = 30_000;
const SLOW_POLL_MS = 300_000;
/** While there is nothing to show: a merge, or a right that comes with a new catalog entity, sends no event. */
const WAITING_POLL_MS = 5_000;

/** Something as last seen; `error` beside `value` means that what is shown is old. */
export interface Live<T> {
  value?: T;
  error?: Error;
  /** Milliseconds since the epoch of the last good answer. */
  loadedAt?: number;
  stream: 'live' | 'reconnecting';
  reload(): void;
}

/**
 * Keeps an answer up to date: by the stream while it is live, by polling while it is not; never in a hidden tab.
 * @param load - asks; must keep its identity while it asks for the same
 * @param concerns - whether a change of this `environment/name` is one of this answer's; must keep its identity, too
 * @param times - `gatherMs`: how long to wait for more changes before asking again; `pollMs`: for what sends no event
 */
export function useLive<T>(
  load: () => Promise<T>,
  concerns: (ref: string) => boolean,
  { gatherMs = 0, pollMs }: { gatherMs?: number; pollMs?: number } = {},
): Live<T> {
  const api = useApi(cnpgApiRef);
  const [state, setState] = useState<
    Pick<Live<T>, 'value' | 'error' | 'loadedAt'>
  >({});
  const [stream, setStream] = useState<Live<T>['stream']>('reconnecting');
  const asked = useRef(0);
  const waiting = state.value === undefined;

  const reload = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    try {
      const value = await load();
      // An answer that was overtaken by a newer question is dropped.
      if (mine === asked.current) setState({ value, loadedAt: Date.now() });
    } catch (error) {
      if (mine === asked.current)
        setState(before => ({ ...before, error: error as Error }));
    }
  }, [load]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState({});
    reload();
    let subscribed = false;
    const stop = api.subscribe({
      onChange: ref => {
        if (document.hidden) return;
        if (ref !== EVERY_CLUSTER && !concerns(ref)) return;
        if (!gatherMs) reload();
        else
          timer ??= setTimeout(() => {
            timer = undefined;
            reload();
          }, gatherMs);
      },
      onState: now => {
        setStream(now);
        // What changed before the stream was there sent no event.
        if (now === 'live' && subscribed) reload();
      },
    });
    subscribed = true;
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [api, concerns, gatherMs, reload]);

  useEffect(() => {
    const look = () => {
      if (!document.hidden) reload();
    };
    const calm = pollMs ?? (stream === 'live' ? SLOW_POLL_MS : POLL_MS);
    const timer = setInterval(look, waiting ? WAITING_POLL_MS : calm);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [pollMs, reload, stream, waiting]);

  return { ...state, stream, reload };
}
