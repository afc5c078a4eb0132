import { openPreferences } from '../adapters/preferences.js';
import type { Running } from '../wire.js';
import { PLACE_OPTIONS, parseArguments, text } from './arguments.js';
import { endOnFault, type Signals, takeSignals } from './end.js';
import { EXIT } from './exit.js';
import { stateDirOf } from './place.js';
import { startSupervisor } from './start.js';

/** The dashboard with the supervisor inside. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, PLACE_OPTIONS);
  if (!process.stdout.isTTY || !process.stdin.isTTY) {
    process.stderr.write(
      'The dashboard needs a terminal. Without one, use: claude-failover run --headless\n',
    );
    return EXIT.usage;
  }
  const stateDir = text(parsed, 'state-dir');
  let running: Running | null = null;
  const signals = takeSignals();
  endOnFault(() => running);
  const started = await startSupervisor({ config: text(parsed, 'config'), stateDir }, process.env, false);
  if (typeof started === 'number') return started;
  running = started;
  return showDashboard(started, stateDirOf(stateDir, process.env), { signals });
}

interface ShowOptions {
  readonly signals: Signals;
  /** The demo's story at a wall time, ms. With it nothing is lost by an end, so q does not ask. */
  readonly caption?: (now: number) => string | null;
}

/** Shows a running supervisor until the person quits, then ends it. */
export async function showDashboard(
  running: Running,
  stateDir: string,
  options: ShowOptions,
): Promise<number> {
  try {
    if (!options.signals.wasAsked()) await draw(running, stateDir, options);
  } finally {
    await running.stop();
  }
  return EXIT.good;
}

async function draw(running: Running, stateDir: string, { caption }: ShowOptions): Promise<void> {
  // Before React is loaded: its development build costs twice as much (measured with React 19.3).
  process.env.NODE_ENV = 'production';
  const [{ runDashboard }, { isUtf8, processHost, themeFor }, { Table }] = await Promise.all([
    import('../ui/index.js'),
    import('./dashboard-host.js'),
    import('./ink-table.js'),
  ]);
  const preferences = openPreferences(stateDir);
  await runDashboard({
    store: running.supervisor,
    now: Date.now,
    zone: running.zone,
    host: processHost(),
    Table,
    theme: themeFor(process.env, running.theme === 'mono' ? 'none' : running.theme),
    ascii: !isUtf8(process.env),
    addTask: running.addTask,
    ...(caption ? { caption, quitNotice: () => null } : {}),
    preferences: {
      get: (name) => {
        const value = preferences.get(name);
        return typeof value === 'string' ? value : undefined;
      },
      set: (name, value) => void preferences.set(name, value),
    },
    // A stopped client of tmux would hold up its server: it ends first, and the first look on return starts another.
    beforeStop: async () => {
      await running.supervisor.suspend();
      await running.tmux.release();
    },
    afterStop: () => running.supervisor.goOn(),
  });
}
