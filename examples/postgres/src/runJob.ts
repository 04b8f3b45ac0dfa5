import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import execa from 'execa';
import { installedPostgres } from './installed';

/** Where the script and the SQL of the migration's Jobs are. */
export const JOB_FILES = join(
  dirname(
    require.resolve('@naytife/backstage-plugin-cnpg-common/package.json'),
  ),
  'src/migration/job',
);

/** What a pod tells when it has ended. */
export interface JobResult {
  exitCode: number;
  /** The termination message: one line of JSON. */
  message: string;
  log: string;
}

/** Runs the script of a migration's Job as its container would, with the machine's own `psql`. */
export async function runJob(
  tasks: string[],
  environment: Record<string, string>,
  files = JOB_FILES,
): Promise<JobResult> {
  const folder = mkdtempSync(join(tmpdir(), 'naytife-job-'));
  const report = join(folder, 'termination-log');
  try {
    const { exitCode, stderr } = await execa(
      'bash',
      [join(files, 'migrate.sh'), ...tasks],
      {
        env: {
          PATH: `${installedPostgres()?.bin}:${process.env.PATH}`,
          HERE: files,
          REPORT: report,
          ...environment,
        },
        extendEnv: false,
        reject: false,
      },
    );
    return {
      exitCode,
      message: readFileSync(report, 'utf8').trim(),
      log: stderr,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
