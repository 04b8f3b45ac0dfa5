import fetch from 'node-fetch';

const TIMEOUT_MS = 10_000;

interface Answer<T> {
  status: 'success' | 'error';
  error?: string;
  data: T;
}

/** One series of a vector or a matrix. */
export interface Series {
  metric: Record<string, string>;
  /** Seconds since the epoch, and the value as text. */
  value?: [number, string];
  values?: [number, string][];
}

interface RuleGroups {
  groups: { rules: { name: string; health: string }[] }[];
}

/** A label's value in PromQL. */
export const quoted = (text: string) => JSON.stringify(text);

/** The HTTP API of a Prometheus (prometheus.io, HTTP API). Errors are in its own words, and hold no token. */
export class PrometheusApi {
  constructor(private readonly options: { url: string; token?: string }) {}

  private async ask<T>(path: string, form: Record<string, string>): Promise<T> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
    const { url, token } = this.options;
    try {
      const query = new URLSearchParams(form).toString();
      const response = await fetch(
        `${url.replace(/\/$/, '')}/api/v1/${path}${query && `?${query}`}`,
        {
          headers: token ? { authorization: `Bearer ${token}` } : {},
          signal: stop.signal as never,
        },
      );
      const answer = (await response.json().catch(() => undefined)) as
        | Answer<T>
        | undefined;
      if (answer?.status === 'success') return answer.data;
      throw new Error(answer?.error ?? `HTTP ${response.status}`);
    } catch (error) {
      if (stop.signal.aborted)
        throw new Error(`no answer within ${TIMEOUT_MS / 1000} s`);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** An instant query. */
  async query(query: string): Promise<Series[]> {
    return (await this.ask<{ result: Series[] }>('query', { query })).result;
  }

  /** The number of the first series; undefined where there is none, or it is NaN. */
  async number(query: string): Promise<number | undefined> {
    const [first] = await this.query(query);
    const value = Number(first?.value?.[1]);
    return Number.isFinite(value) ? value : undefined;
  }

  /** @param start - and end, milliseconds since the epoch; @param step - seconds */
  async range(
    query: string,
    start: number,
    end: number,
    step: number,
  ): Promise<Series[]> {
    const { result } = await this.ask<{ result: Series[] }>('query_range', {
      query,
      start: String(start / 1000),
      end: String(end / 1000),
      step: String(step),
    });
    return result;
  }

  /** Names of rules that are loaded and evaluate. */
  async rules(): Promise<string[]> {
    const { groups } = await this.ask<RuleGroups>('rules', {});
    return groups.flatMap(({ rules }) =>
      rules.filter(({ health }) => health !== 'err').map(({ name }) => name),
    );
  }
}
