import { askSupervisor } from '../adapters/http/client.js';
import { attach, type RemoteStore } from '../adapters/http/remote-store.js';
import type { Whereabouts } from '../adapters/http/socket-place.js';
import { readOwner } from '../adapters/lock.js';
import { secretVariables } from '../adapters/secrets.js';
import { ConfigSchema } from '../core/config/schema.js';
import type { Host, HostSignals } from '../ui/index.js';
import type { Running } from '../wire.js';
import { OTHER_VERSION } from './control.js';
import { draw } from './draw.js';
import type { Signals } from './end.js';
import { EXIT } from './exit.js';
import { pidNote } from './holder.js';
import { complain, out } from './print.js';
import { runningConfig } from './running-config.js';
import type { Attempt } from './start.js';
import { focusing } from './viewer-focus.js';
import { previewFor } from './viewer-preview.js';
import { taskAdder } from './viewer-queue.js';

interface ViewerOptions extends Whereabouts {
  readonly signals: Signals;
}

/** Set where going to a session should end the viewer, so that what it lies over is seen: in a popup of tmux. */
const POPUP = 'CLAUDE_FAILOVER_POPUP';

/**
 * The dashboard over the supervisor that runs with this state directory, when that is what kept ours from starting; its
 * exit code. null when there is none to look at: another state directory holds the link, or nothing could start anyway.
 */
export async function viewInstead(
  attempt: Exclude<Attempt, Running>,
  options: ViewerOptions,
): Promise<number | null> {
  const { stateDir } = options;
  // A bad edit of the configuration keeps nobody from looking at the supervisor that runs on with the one before it.
  if (attempt.type === 'invalid') return (await isRunning(options)) ? view(options) : null;
  if (attempt.type !== 'held' || attempt.kind !== 'state') return null;
  const code = await view(options);
  if (code !== null) return code;
  complain(
    `Another claude-failover${pidNote(attempt.pid)} runs with ${stateDir} and does not answer: it may be stopped (Ctrl-Z; fg brings it back) or hang. See supervisor.log there, or end it and start anew.`,
  );
  return EXIT.running;
}

/** Whether a supervisor runs there, also one that gives no answer. */
async function isRunning(options: ViewerOptions): Promise<boolean> {
  return (await askSupervisor(options, 'GET', '/health')).type !== 'none';
}

/** null when nobody answered at all. */
async function view(options: ViewerOptions): Promise<number | null> {
  const attached = await attach(options);
  if (attached.type === 'none')
    return attached.refusal === null ? null : tellRefused(attached.refusal, options);
  if (attached.type === 'unfit') return tellUnfit();
  const { store } = attached;
  const hand = endingHand();
  let isUnfit = false;
  void store.unfit.then(() => {
    isUnfit = true;
    hand.end();
  });
  try {
    if (!options.signals.wasAsked()) await show(store, hand, options);
  } finally {
    store.close();
  }
  if (isUnfit) return tellUnfit();
  out(farewell(store, options.stateDir));
  return EXIT.good;
}

function tellRefused(refusal: string, { stateDir }: ViewerOptions): number {
  const holder = holderOf(stateDir);
  complain(
    `The claude-failover${holder} that runs with ${stateDir} cannot be viewed: ${refusal}. Close a viewer, or look with claude-failover status.`,
  );
  return EXIT.running;
}

function holderOf(stateDir: string): string {
  return pidNote(readOwner(stateDir)?.pid ?? null);
}

function tellUnfit(): number {
  complain(OTHER_VERSION);
  return EXIT.failed;
}

async function show(
  store: RemoteStore,
  hand: Hand,
  { stateDir, env }: Pick<ViewerOptions, 'stateDir' | 'env'>,
): Promise<void> {
  // Whatever else was named, tasks go into its queue.
  const config = runningConfig({ stateDir, env });
  const addTask = config === null ? null : taskAdder(config, env);
  await draw({
    store: focusing(store, { config, env, onGone: env[POPUP] === '1' ? hand.end : () => undefined }),
    connection: store.connection,
    ...(addTask === null ? {} : { addTask }),
    ui: (config ?? ConfigSchema.parse({})).ui,
    secretVariables: () => secretVariables(config),
    stateDir,
    captureScreen: previewFor(config, env),
    around: hand.around,
    // Nothing ends with a viewer, so nothing is asked.
    quitNotice: () => null,
    beforeStop: async () => store.pause(),
    afterStop: () => store.goOn(),
  });
}

function farewell(store: RemoteStore, stateDir: string): string {
  const pid = holderOf(stateDir);
  const connection = store.connection();
  return connection.state === 'live' || connection.refusal !== null
    ? `The viewer has ended; claude-failover${pid} goes on.\n`
    : 'The viewer has ended. The supervisor did not answer any more: start one with claude-failover, or claude-failover run --headless.\n';
}

interface Hand {
  /** Ends the dashboard as a signal would. */
  readonly end: () => void;
  readonly around: (host: Host) => Host;
}

/** Ends the dashboard from outside of it. */
function endingHand(): Hand {
  const watching = new Set<HostSignals>();
  return {
    end: () => {
      for (const one of watching) one.end();
    },
    around: (host) => ({
      ...host,
      watch: (signals) => {
        const unwatch = host.watch(signals);
        watching.add(signals);
        return () => {
          watching.delete(signals);
          unwatch();
        };
      },
    }),
  };
}
