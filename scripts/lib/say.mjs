/** Plain words for the terminal; every failure ends in one sentence and its fix. */
export class Refusal extends Error {}

export const say = text => process.stdout.write(`${text}\n`);

export function refuse(problem, fix) {
  throw new Refusal(`${problem}\n  → ${fix}`);
}
