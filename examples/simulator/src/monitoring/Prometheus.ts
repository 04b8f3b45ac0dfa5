import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ruleGroups } from '@naytife/backstage-plugin-cnpg-common';
import { stringify } from 'yaml';

const RUNBOOKS =
  'https://github.com/naytife/backstage-plugins/blob/main/docs/runbooks';

/** Where the machine has Prometheus; undefined where it has none. */
export function findPrometheus(): string | undefined {
  try {
    return execFileSync('which', ['prometheus'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

/** A real Prometheus with the rules of the platform template, which scrapes the simulated pods. */
export class Prometheus {
  private constructor(
    private readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  /**
   * @param host - of the endpoints, `127.0.0.1:port`
   * @param seconds - between scrapes; with `hurry` rules are evaluated as often, and alerts wait no longer
   */
  static start(options: {
    program: string;
    port: number;
    host: string;
    seconds: number;
    hurry?: boolean;
  }): Prometheus {
    const { program, port, host, hurry } = options;
    const interval = `${options.seconds}s`;
    const folder = mkdtempSync(join(tmpdir(), 'naytife-prometheus-'));
    const rules = join(folder, 'rules.yaml');
    const groups = ruleGroups(RUNBOOKS).map(group =>
      hurry
        ? {
            ...group,
            interval,
            rules: group.rules.map(rule =>
              'alert' in rule ? { ...rule, for: interval } : rule,
            ),
          }
        : group,
    );
    writeFileSync(rules, stringify({ groups }));
    const config = join(folder, 'prometheus.yaml');
    writeFileSync(
      config,
      stringify({
        global: {
          scrape_interval: interval,
          evaluation_interval: interval,
        },
        rule_files: [rules],
        scrape_configs: [
          {
            job_name: 'cnpg',
            http_sd_configs: [
              {
                url: `http://${host}/simulator/targets`,
                refresh_interval: interval,
              },
            ],
          },
        ],
      }),
    );
    const process = spawn(
      program,
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=warn',
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    return new Prometheus(process, folder);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null) {
      const gone = new Promise(resolve => this.process.once('exit', resolve));
      this.process.kill('SIGTERM');
      await gone;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
