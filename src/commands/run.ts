import { steadyMs } from '../adapters/clock.js';
import { openServiceNotifier, type ServiceNotifier } from '../adapters/service/notify.js';
import { statusLine } from '../core/service/status-line.js';
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
  const service = openServiceNotifier({
    env: process.env,
    steadyMs,
    onTrouble: (sentence) => void process.stderr.write(`${sentence}\n`),
  });
  const started = await startSupervisor(
    { config: text(parsed, 'config'), stateDir: text(parsed, 'state-dir') },
    process.env,
    true,
  );
  if (typeof started === 'number') return started;
  running = started;
  tellService(started, service);
  await signals.asked;
  await Promise.all([service.stopping(), started.stop()]);
  return EXIT.good;
}

/** The service manager hears that we are ready, how it stands, and that the loop is alive. */
function tellService({ supervisor, whenReloaded }: Running, service: ServiceNotifier): void {
  const line = () => statusLine(supervisor.getSnapshot(), supervisor.hasLooked);
  service.ready(line());
  whenReloaded(() => service.reloaded());
  supervisor.afterLook = () => {
    service.status(line);
    service.looked();
  };
}
