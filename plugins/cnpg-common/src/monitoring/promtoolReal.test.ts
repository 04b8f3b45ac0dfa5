import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { CASES, Series } from '../__testUtils__/alertCases';
import { ALERTS } from './alerts';
import { dashboardQueries } from './dashboard';
import { ruleGroups } from './rules';

// What fires and what does not, only Prometheus itself can say (npm run test:rules).
describe('the real promtool', () => {
  let folder: string;
  const promtool = (...args: string[]) => {
    try {
      return execFileSync('promtool', args, {
        cwd: folder,
        stdio: 'pipe',
      }).toString();
    } catch (error) {
      const { stdout, stderr } = error as { stdout: Buffer; stderr: Buffer };
      throw new Error(`${stdout}${stderr}`);
    }
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'naytife-rules-'));
    writeFileSync(
      join(folder, 'rules.yaml'),
      stringify({ groups: ruleGroups('https://example.org') }),
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds the rules well written', () => {
    expect(promtool('check', 'rules', 'rules.yaml')).toMatch(
      new RegExp(`SUCCESS: ${ALERTS.length + 5} rules found`),
    );
  });

  it('parses every query of the dashboard', () => {
    const rules = dashboardQueries().map((expr, index) => ({
      record: `panel:${index}`,
      expr,
    }));
    writeFileSync(
      join(folder, 'dashboard.yaml'),
      stringify({ groups: [{ name: 'dashboard', rules }] }),
    );
    expect(promtool('check', 'rules', 'dashboard.yaml')).toContain('SUCCESS');
  });

  it('has a firing and a quiet case for every alert', () => {
    expect(Object.keys(CASES).sort()).toEqual(
      ALERTS.map(({ name }) => name).sort(),
    );
  });

  describe.each(ALERTS.map(alert => [alert.name, alert] as const))(
    '%s',
    (name, alert) => {
      const { fires, quiet, at, labels } = CASES[name] ?? {
        fires: [],
        quiet: [],
        at: '1m',
        labels: {},
      };
      const test = (input: Series[], expected: object[]) => {
        writeFileSync(
          join(folder, 'test.yaml'),
          stringify({
            rule_files: ['rules.yaml'],
            evaluation_interval: '1m',
            tests: [
              {
                interval: '1m',
                input_series: input,
                alert_rule_test: [
                  { eval_time: at, alertname: name, exp_alerts: expected },
                ],
              },
            ],
          }),
        );
        return promtool('test', 'rules', 'test.yaml');
      };

      it('fires', () => {
        // Annotations are the alert's own words; here it counts that and for whom it fires.
        const output = (() => {
          try {
            return test(fires, [
              { exp_labels: { severity: alert.severity, ...labels } },
            ]);
          } catch (error) {
            return String(error);
          }
        })();
        const got = /got:\[([\s\S]*)\]?/.exec(output)?.[1] ?? output;
        expect(got).toContain(`severity="${alert.severity}"`);
        for (const [label, value] of Object.entries(labels))
          expect(got).toContain(`${label}="${value}"`);
      });

      it('stays quiet', () => {
        expect(test(quiet, [])).toContain('SUCCESS');
      });
    },
  );
});
