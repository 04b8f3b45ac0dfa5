import useAsync from 'react-use/esm/useAsync';
import { useApi } from '@backstage/core-plugin-api';
import {
  EnvironmentItemView,
  EnvironmentListView,
} from '@naytife/backstage-plugin-cnpg-common';
import { CnpgApi, cnpgApiRef } from '../api/CnpgApi';

const FRESH_MS = 5_000;
/** A page of the form holds many fields; they ask once. */
const asked = new WeakMap<
  CnpgApi,
  { at: number; answer: Promise<EnvironmentListView> }
>();

function ask(api: CnpgApi): Promise<EnvironmentListView> {
  const known = asked.get(api);
  if (known && Date.now() - known.at < FRESH_MS) return known.answer;
  const answer = api.getEnvironments();
  asked.set(api, { at: Date.now(), answer });
  answer.catch(() => asked.delete(api));
  return answer;
}

export const useEnvironments = () => {
  const api = useApi(cnpgApiRef);
  return useAsync(() => ask(api), [api]);
};

/** The values of the whole form, whichever page they are on. */
export const valuesOf = (formContext: unknown): Record<string, unknown> =>
  ((formContext as { formData?: unknown } | undefined)?.formData ??
    {}) as Record<string, unknown>;

/** The environment that was chosen on an earlier page. */
export function useChosenEnvironment(formContext: unknown): {
  environment?: EnvironmentItemView;
  loading: boolean;
  error?: Error;
} {
  const { value, loading, error } = useEnvironments();
  const chosen = valuesOf(formContext).environment;
  return {
    environment: value?.items.find(({ name }) => name === chosen),
    loading,
    error,
  };
}
