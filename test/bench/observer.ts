import { createAccounts } from '../../dist/adapters/account-link.js';
import { steadyMs } from '../../dist/adapters/clock.js';
import { placeOf } from '../../dist/adapters/config-dir.js';
import { createProcesses } from '../../dist/adapters/processes.js';
import { createTranscripts } from '../../dist/adapters/transcripts.js';
import { classify } from '../../dist/core/quota/classify.js';
import { Observer } from '../../dist/supervisor/observe.js';
import { createTmux } from '../../dist/tmux/index.js';
import type { AgentSandbox } from '../support/agents.ts';

const ACCOUNTS = ['work', 'personal'] as const;

/**
 * The product's own poll, put together as `wire` does. `secondsPerPoll` is what steady time moves on with each poll, so
 * that what is due every few seconds falls due as often as in life however closely the polls follow each other.
 */
export function wiredObserver(sandbox: AgentSandbox, secondsPerPoll: number) {
  const { home, link } = sandbox;
  const zone = 'UTC';
  let aheadMs = 0;
  const now = () => ({ wallMs: Date.now(), steadyMs: steadyMs() + aheadMs });
  const accounts = ACCOUNTS.map((name) => ({ name, dir: sandbox.accountDir(name) }));
  const accountPort = createAccounts({ link, steadyMs });
  const tmux = createTmux({
    socketPath: sandbox.tmux.socketPath,
    recognise: (screen) => classify(screen, { capturedAtMs: Date.now(), zone }),
    env: sandbox.env,
  });
  const observer = new Observer({
    tmux,
    processes: createProcesses({ steadyMs }),
    transcripts: createTranscripts({
      dirs: () => [...accounts.map(({ dir }) => dir), link],
      home,
      clock: now,
      zone,
    }),
    clock: { now, after: () => () => undefined },
    classify,
    readLink: async () => ({ state: await accountPort.readLink(), account: 'work' }),
    configOf: async (dir) => placeOf(dir, { link, home, accounts }),
    zone,
    patterns: () => [],
  });
  const poll = async () => {
    aheadMs += secondsPerPoll * 1_000;
    const observation = await observer.observe();
    if (observation === null) throw new Error(`tmux was not reached: ${tmux.health().detail}`);
    return observation;
  };
  return { tmux, poll };
}
