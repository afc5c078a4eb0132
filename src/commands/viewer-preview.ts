import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Environment } from '../adapters/paths.js';
import type { Config } from '../core/config/schema.js';
import { tmuxName } from '../core/sessions/kind.js';
import { chooseTarget, socketOf } from '../tmux/link/target.js';
import type { Host } from '../ui/index.js';

const run = promisify(execFile);
const WITHIN_MS = 2_000;
/** Far more than a screen with all its colours. */
const BYTES_MAX = 4 * 1024 * 1024;
const GONE = 'This pane is not on the tmux server that the viewer reaches: Enter goes to it where it is.';

/** What tmux said, as the end of a sentence. */
function saidOf(error: unknown): string {
  const { stderr, killed } = error as { stderr?: unknown; killed?: unknown };
  if (killed === true) return `no answer within ${WITHIN_MS / 1_000} s`;
  const [line = ''] = String(stderr ?? '').split('\n');
  return line === '' ? 'it could not be started' : line.slice(0, 200);
}

/** The screen of a session for a viewer, which has no client of tmux: a single command for each look. */
export function previewFor(config: Config | null, env: Environment): NonNullable<Host['captureScreen']> {
  const target = chooseTarget(socketOf(config?.tmux.socket), env);
  return async ({ pane, name }) => {
    if (!/^%\d+$/.test(pane)) return { ok: false, reason: GONE };
    const look = [
      'display-message',
      '-p',
      '-t',
      pane,
      '#{session_name}',
      ';',
      'capture-pane',
      '-e',
      '-p',
      '-t',
      pane,
    ];
    try {
      const { stdout } = await run('tmux', ['-N', '-u', ...target.socketArgs, ...look], {
        env: target.env,
        timeout: WITHIN_MS,
        maxBuffer: BYTES_MAX,
      });
      const [there = '', ...rows] = stdout.split('\n');
      // Another server may have a pane of that id too.
      if (tmuxName(name) !== there) return { ok: false, reason: GONE };
      return { ok: true, screen: rows.join('\n') };
    } catch (error) {
      return { ok: false, reason: `The viewer cannot read the pane: tmux said ${saidOf(error)}.` };
    }
  };
}
