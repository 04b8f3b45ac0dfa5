import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Figure, figure } from './report';

const BUILT = join(__dirname, '../../../examples/app/dist/static');
/** Our pages, and what they alone bring: the plots. */
const OURS = /\/plugins\/cnpg\/src\/(?!.*(index|plugin|legacy)\.)|\/@visx\//;

/** Kilobytes (gzip) of the chunks that our pages bring with them, in the demo's app as it was last built. */
export function frontendFigure(): Figure[] {
  if (!existsSync(BUILT)) {
    process.stdout.write(
      'The frontend was left out: build the demo first (npm run demo).\n',
    );
    return [];
  }
  const bytes = readdirSync(BUILT)
    .filter(file => file.endsWith('.chunk.js'))
    .filter(file => existsSync(join(BUILT, `${file}.map`)))
    .filter(file => {
      const { sources } = JSON.parse(
        readFileSync(join(BUILT, `${file}.map`), 'utf8'),
      ) as { sources: string[] };
      return sources.some(source => OURS.test(source));
    })
    .map(file => gzipSync(readFileSync(join(BUILT, file))).length)
    .reduce((sum, size) => sum + size, 0);
  return [
    figure(
      'all chunks of our pages, the plots in them',
      'kB gzip',
      bytes / 1000,
      null,
      '≤ 120 kB',
      value => value > 0 && value <= 120,
    ),
  ];
}
