import type { Running } from '../wire.js';
import { PLACE_OPTIONS, parseArguments, text } from './arguments.js';
import { endOnFault, takeSignals } from './end.js';
import { EXIT, UsageError } from './exit.js';
import { startSupervisor } from './start.js';

/** `run --headless`: until SIGTERM, SIGINT or SIGHUP. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, { ...PLACE_OPTIONS, headless: { type: 'boolean' } });
  if (parsed.values.headless !== true)
    throw new UsageError('run needs --headless; without it, start claude-failover alone');
  let running: Running | null = null;
  const signals = takeSignals();
  endOnFault(() => running);
  const started = await startSupervisor(
    { config: text(parsed, 'config'), stateDir: text(parsed, 'state-dir') },
    process.env,
    true,
  );
  if (typeof started === 'number') return started;
  running = started;
  await signals.asked;
  await started.stop();
  return EXIT.good;
}
