import type { Running } from '../wire.js';
import { PLACE_OPTIONS, parseArguments, text } from './arguments.js';
import { draw, loadDrawing } from './draw.js';
import { endOnFault, type Signals, takeSignals } from './end.js';
import { EXIT } from './exit.js';
import { stateDirOf } from './place.js';
import { previewBy } from './preview.js';
import { tellNotStarted, tryStart } from './start.js';

/** The dashboard: with the supervisor inside, or as a viewer of the one that runs with this state directory already. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, PLACE_OPTIONS);
  if (!process.stdout.isTTY || !process.stdin.isTTY) {
    process.stderr.write(
      'The dashboard needs a terminal. Without one, use: claude-failover run --headless\n',
    );
    return EXIT.usage;
  }
  const place = { config: text(parsed, 'config'), stateDir: text(parsed, 'state-dir') };
  const stateDir = stateDirOf(place.stateDir, process.env);
  let running: Running | null = null;
  const signals = takeSignals();
  endOnFault(() => running);
  await loadDrawing();
  const attempt = await tryStart(place, process.env, false);
  if (attempt.type === 'running') {
    running = attempt;
    return showDashboard(running, stateDir, { signals });
  }
  const { viewInstead } = await import('./viewer.js');
  const viewed = await viewInstead(attempt, { stateDir, env: process.env, signals });
  return viewed ?? tellNotStarted(attempt, false);
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
  { signals, caption }: ShowOptions,
): Promise<number> {
  const preview = previewBy(running.tmux);
  try {
    if (!signals.wasAsked())
      await draw({
        store: running.supervisor,
        addTask: running.addTask,
        ui: running.ui,
        secretVariables: running.secretVariables,
        stateDir,
        captureScreen: preview.captureScreen,
        ...(caption ? { caption, quitNotice: () => null } : {}),
        // A stopped client of tmux would hold up its server: it ends first, and the first look on return starts another.
        beforeStop: async () => {
          preview.rest();
          await running.supervisor.suspend();
          await running.tmux.release();
        },
        afterStop: () => {
          preview.goOn();
          running.supervisor.goOn();
        },
      });
  } finally {
    await running.stop();
  }
  return EXIT.good;
}
