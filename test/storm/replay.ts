import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { percentile } from '../bench/stats.ts';
import { Flicker, type Step } from './flicker.ts';
import { pictureAt } from './picture.ts';
import { readCast } from './tape.ts';

const line = ({ atMs, size, bytes, settledMs, pieces, stale, blank, torn }: Step): string =>
  `${(atMs / 1_000).toFixed(2).padStart(8)} s  ${size.padEnd(8)} ${`${bytes}`.padStart(7)} B  ${`${Math.round(settledMs)}`.padStart(5)} ms  ${`${pieces}`.padStart(3)} pieces  ${stale} stale  ${blank} blank  ${torn} torn`;

/**
 * `node test/storm/replay.ts FILE.cast [--steps]`: what a terminal without synchronized updates showed after each resize.
 * `--at SECONDS`: its screen then, as it would be written to a terminal of its size, which is told on stderr.
 */
async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { steps: { type: 'boolean' }, at: { type: 'string' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  if (file === undefined) {
    process.stderr.write('replay: FILE.cast [--steps] [--at SECONDS]\n');
    return 2;
  }
  const moments = readCast(readFileSync(file, 'utf8'));
  if (values.at !== undefined) {
    const { cols, rows, ansi } = await pictureAt(moments, Number(values.at) * 1_000);
    process.stderr.write(`${cols} ${rows}\n`);
    process.stdout.write(ansi);
    return 0;
  }
  const steps = await new Flicker().play(moments);
  if (values.steps) for (const step of steps) process.stdout.write(`${line(step)}\n`);
  const of = (pick: (step: Step) => number): string => {
    const numbers = steps.map(pick);
    const sum = numbers.reduce((total, one) => total + one, 0);
    return `p50 ${Math.round(percentile(numbers, 0.5))}, p99 ${Math.round(percentile(numbers, 0.99))}, sum ${Math.round(sum)}`;
  };
  process.stdout.write(
    `${steps.length} bursts of resizes\nbytes each: ${of(({ bytes }) => bytes)}\nms to the settled frame: ${of(({ settledMs }) => settledMs)}\nmoments before it heard of its size: ${of(({ stale }) => stale)}\nblank moments: ${of(({ blank }) => blank)}\ntorn moments: ${of(({ torn }) => torn)}\n`,
  );
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
