import { parseArgs } from 'node:util';
import type { Outcome } from './ledger.ts';
import { PLANTS } from './plants.ts';
import { Simulation } from './simulation.ts';

/** `npm run sim -- --seeds N --hours H [--seed S] [--json] [--plant NAME] [--trace]`: exit 1 on any violation. */
function main(): number {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '50' },
      hours: { type: 'string', default: '100' },
      seed: { type: 'string' },
      json: { type: 'boolean', default: false },
      plant: { type: 'string' },
      trace: { type: 'boolean', default: false },
    },
  });
  const hours = Number(values.hours);
  const first = values.seed === undefined ? 1 : Number(values.seed);
  const count = values.seed === undefined ? Number(values.seeds) : 1;
  const plant = values.plant === undefined ? undefined : PLANTS[values.plant];
  if (
    ![hours, first, count].every((value) => Number.isFinite(value) && value > 0) ||
    (values.plant !== undefined && !plant)
  ) {
    process.stderr.write(
      `sim: --seeds, --hours and --seed take positive numbers; --plant one of ${Object.keys(PLANTS).join(', ')}\n`,
    );
    return 2;
  }
  const startedMs = performance.now();
  const outcomes: Outcome[] = [];
  for (let seed = first; seed < first + count; seed += 1) {
    const outcome = new Simulation(seed, plant).run(hours);
    outcomes.push(outcome);
    if (outcome.violations.length > 0 && !values.json) {
      if (values.trace) process.stdout.write(`${outcome.trace.join('\n')}\n`);
      for (const text of outcome.violations) process.stdout.write(`seed ${seed}: ${text}\n`);
      process.stdout.write(
        `  again: npm run sim -- --seed ${seed} --hours ${hours}${values.plant ? ` --plant ${values.plant}` : ''}\n`,
      );
      if (plant) break;
    }
  }
  report(outcomes, (performance.now() - startedMs) / 1_000, values.json);
  return outcomes.some((outcome) => outcome.violations.length > 0) ? 1 : 0;
}

function report(outcomes: readonly Outcome[], seconds: number, json: boolean): void {
  const hours = outcomes.reduce((sum, outcome) => sum + outcome.hours, 0);
  const counts: Record<string, number> = {};
  for (const outcome of outcomes)
    for (const [name, value] of Object.entries(outcome.counts)) counts[name] = (counts[name] ?? 0) + value;
  const failed = outcomes.filter((outcome) => outcome.violations.length > 0);
  const sum = {
    seeds: outcomes.length,
    simulatedHours: Math.round(hours),
    hoursPerSecond: Math.round(hours / seconds),
    violations: failed.map(({ seed, violations }) => ({ seed, violations })),
    counts,
  };
  if (json) process.stdout.write(`${JSON.stringify(sum)}\n`);
  else {
    const reached = Object.entries(counts)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => `${name} ${value}`);
    process.stdout.write(
      `${sum.seeds} seeds, ${sum.simulatedHours} simulated hours, ${sum.hoursPerSecond} hours per second, ${failed.length} seeds failed\n`,
    );
    process.stdout.write(`reached: ${reached.join(', ')}\n`);
  }
}

process.exitCode = main();
