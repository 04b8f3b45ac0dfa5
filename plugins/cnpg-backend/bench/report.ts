import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpus } from 'node:os';

/** One line of the results. `ratio` is rival ÷ ours: above 1 is better than the rival. */
export interface Figure {
  name: string;
  unit: string;
  ours: number;
  rival: number | null;
  ratio: number | null;
  goal: string;
  met: boolean;
}

const FOLDER = join(__dirname, '../../../bench');
const short = (value: number | null) => {
  if (value === null) return '–';
  if (value === 0) return '0';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
};

export function figure(
  name: string,
  unit: string,
  ours: number,
  rival: number | null,
  goal: string,
  met: (ours: number, ratio: number) => boolean,
): Figure {
  const ratio = rival === null ? null : rival / ours;
  const result = {
    name,
    unit,
    ours,
    rival,
    ratio: ratio !== null && Number.isFinite(ratio) ? ratio : null,
    goal,
    met: met(ours, ratio ?? 0),
  };
  process.stdout.write(
    `${result.met ? 'met    ' : 'NOT MET'}  ${name}: ${short(ours)} ${unit}${
      rival === null ? '' : `, rival ${short(rival)}`
    }${
      result.ratio === null ? '' : `, ratio ${short(result.ratio)}`
    } (goal: ${goal})\n`,
  );
  return result;
}

/** Writes `bench/RESULTS.md` and `bench/results.json`. */
export function write(name: string, figures: Figure[]): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    join(FOLDER, `${name}.json`),
    `${JSON.stringify(figures, null, 2)}\n`,
  );
  const rows = figures.map(
    item =>
      `| ${item.name} | ${short(item.ours)} ${item.unit} | ${short(
        item.rival,
      )} | ${short(item.ratio)} | ${item.goal} | ${
        item.met ? 'yes' : '**no**'
      } |`,
  );
  writeFileSync(
    join(FOLDER, `${name.toUpperCase()}.md`),
    `# Benchmark\n\n${cpus().length} × ${cpus()[0].model.trim()}, Node ${
      process.version
    }, ${new Date()
      .toISOString()
      .slice(
        0,
        10,
      )}. All figures of one run on one machine, against a real kube-apiserver 1.34 with objects as the
operator writes them and ten backups for each cluster. The rival is \`@backstage/plugin-kubernetes-backend\` with CNPG's custom resources, in the
same run on the same data. Ratio: rival ÷ ours. Run with \`npm run bench\`.\n\n| figure | ours | rival | ratio | goal | met |\n|---|---|---|---|---|---|\n${rows.join(
      '\n',
    )}\n`,
  );
}
