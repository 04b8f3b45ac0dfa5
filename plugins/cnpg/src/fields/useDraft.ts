import { useEffect } from 'react';
import { valuesOf } from './useEnvironments';

/** Beyond it some servers refuse a URL. */
const LONGEST = 6_000;

/** Keeps what was filled in in the page's own address, from where the scaffolder reads it: a reload, or a link to a colleague, loses nothing. */
export function useDraft(formContext: unknown): void {
  const text = JSON.stringify(valuesOf(formContext));
  useEffect(() => {
    if (text === '{}' || text.length > LONGEST) return;
    const url = new URL(window.location.href);
    url.searchParams.set('formData', text);
    window.history.replaceState(window.history.state, '', url);
  }, [text]);
}
