import { z } from 'zod';

const UNITS: Record<string, number> = {
  '': 1,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
};

/** A Kubernetes quantity of memory or storage in bytes; undefined when it is none. @public */
export function quantityToBytes(quantity: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|k|M|G|T)?$/.exec(quantity);
  return match ? Number(match[1]) * UNITS[match[2] ?? ''] : undefined;
}

/** `60`, `90s`, `1m`, `2h`, `1d` in seconds; undefined when it is no such duration. @public */
export function durationToSeconds(duration: string): number | undefined {
  const match = /^(\d+)(s|m|h|d)$/.exec(duration);
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 };
  return match
    ? Number(match[1]) * unit[match[2] as keyof typeof unit]
    : undefined;
}

export const quantity = z
  .string()
  .max(30)
  .refine(
    text => quantityToBytes(text) !== undefined,
    'must be a Kubernetes quantity such as 10Gi',
  );

export const cpu = z
  .string()
  .max(30)
  .regex(/^\d+(\.\d+)?m?$/, 'must be a CPU quantity such as 500m or 2');

/** `500m` and `2` in cores. */
export const cores = (text: string): number =>
  text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : Number(text);
