import {
  Light,
  PromiseView,
  humanDuration,
} from '@naytife/backstage-plugin-cnpg-common';

/** A share is cut off, never rounded up: 99.99 % is not 100 %. */
const percent = (share: number) =>
  `${Math.floor(share * 100_000 + 1e-6) / 1000} %`;

function seconds(value: number): string {
  if (value >= 1) return humanDuration(value);
  return value >= 0.001
    ? `${Math.round(value * 1000)} ms`
    : `${(value * 1000).toFixed(1)} ms`;
}

/** A number with its unit; undefined is unknown, and stays it. */
export const valueOf = (
  { unit }: Pick<PromiseView, 'unit'>,
  value: number | undefined,
): string | undefined => {
  if (value === undefined) return undefined;
  return unit === 'share' ? percent(value) : seconds(value);
};

/** What is promised: shares are at least so high, times at most so long. */
export const promisedOf = (promise: PromiseView) =>
  `${promise.unit === 'share' ? '≥' : '≤'} ${valueOf(
    promise,
    promise.promised,
  )}`;

export const VERDICT_LIGHTS: Record<PromiseView['verdict'], Light> = {
  kept: 'green',
  broken: 'red',
  unknown: 'grey',
};
