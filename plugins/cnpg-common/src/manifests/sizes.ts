import { Environment, SizeClass } from '../environments/environment';
import { CUSTOM_SIZE, DatabaseSpec } from './spec';

/** CPU, memory and disks that a spec asks for; undefined where the environment does not offer its size. @public */
export function sizeOf(
  { size, custom }: Pick<DatabaseSpec, 'size' | 'custom'>,
  environment: Pick<Environment, 'sizes'>,
): SizeClass | undefined {
  if (size === CUSTOM_SIZE) return custom;
  return Object.hasOwn(environment.sizes, size)
    ? environment.sizes[size]
    : undefined;
}
