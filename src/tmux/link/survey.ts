import { isOwnSessionName, OWNER_OPTION } from './leftovers.js';
import { spawnOnce, spawnTmux } from './spawn.js';
import type { Target } from './target.js';
import { isTooOld, parseVersion } from './version.js';

/** What is there before a client is started. `detail` is a sentence for the screen. */
export type Survey =
  | {
      readonly state: 'no-tmux' | 'too-old' | 'no-server';
      readonly version: string | null;
      readonly detail: string;
      /** No server runs, or one without a session: to be told from one that does not answer. */
      readonly absent: boolean;
      /** It does not answer, whoever it is. */
      readonly silent?: true;
    }
  | {
      readonly state: 'there';
      readonly version: string | null;
      readonly serverPid: number;
      /** Ids of sessions of a supervisor that no client uses any more. */
      readonly stale: readonly string[];
      /** `window-size` is `manual` for every window: a new session then crashes the server (seen on 3.3a). */
      readonly manualSize: boolean;
    };

const FORMAT = `#{pid} #{version} #{session_id} #{?${OWNER_OPTION},1,0} #{session_attached} #{session_name}`;
const ROW = /^(\d+) (\S*) (\$\d+) ([01]) (\d+) (.*)$/;

/** What a client says of a socket nobody listens on, and of one that is not there (tmux 3.2 to 3.6). */
const ABSENT = /no server running|No such file or directory/;

function tooOld(version: string | null): Survey {
  const detail = `tmux ${version ?? ''} cannot be used: 3.2 or newer is needed. Install a newer tmux and restart its server (tmux kill-server ends all its sessions).`;
  return { state: 'too-old', version, detail, absent: false };
}

function noServer(
  version: string | null,
  detail: string,
  absent: boolean,
): Exclude<Survey, { state: 'there' }> {
  return { state: 'no-server', version, detail, absent };
}

/** Looks whether tmux is installed, new enough, and whether its server runs and answers; starts nothing. */
export async function survey(target: Target, deadlineMs: number): Promise<Survey> {
  const asked = await spawnOnce('tmux', ['-V'], { env: target.env, deadlineMs });
  if (asked.missing) {
    const detail =
      'tmux was not started: it is not on PATH. Install it: apt install tmux, dnf install tmux or brew install tmux.';
    return { state: 'no-tmux', version: null, detail, absent: false };
  }
  const version = parseVersion(asked.stdout);
  if (isTooOld(version)) return tooOld(version);
  const listed = await spawnTmux(target, ['list-sessions', '-F', FORMAT], deadlineMs);
  if (listed.late) {
    const detail =
      'tmux was not reached: its server does not answer. If it was stopped, continue it (kill -CONT).';
    return { ...noServer(version, detail, false), silent: true };
  }
  const first = ROW.exec(listed.stdout.split('\n')[0] ?? '');
  if (listed.rc !== 0 || first === null) {
    const detail = 'tmux was not reached: no tmux server is running. Start one: tmux new-session.';
    return noServer(version, detail, listed.rc === 0 ? listed.stdout === '' : ABSENT.test(listed.stderr));
  }
  const serverVersion = parseVersion(first[2] ?? '');
  if (isTooOld(serverVersion)) return tooOld(serverVersion);
  const size = await spawnTmux(target, ['show-options', '-gwv', 'window-size'], deadlineMs);
  return {
    state: 'there',
    version: serverVersion ?? version,
    serverPid: Number(first[1]),
    stale: staleSessions(listed.stdout),
    manualSize: size.stdout.trim() === 'manual',
  };
}

/** One that is attached is left alone: to take the session from under its client can crash tmux 3.3a. */
function staleSessions(stdout: string): string[] {
  return stdout.split('\n').flatMap((line) => {
    const [, , , session = '', marked, attached, name = ''] = ROW.exec(line) ?? [];
    return marked === '1' && attached === '0' && isOwnSessionName(name) ? [session] : [];
  });
}
