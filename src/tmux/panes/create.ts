import type { CreateRequest, Done } from '../../core/ports.js';
import { inOwnScope, type OwnUnit } from '../link/own-unit.js';
import { printable } from '../link/printable.js';
import { spawnOnce } from '../link/spawn.js';
import type { Environment, Target } from '../link/target.js';
import { type Command, encode } from '../protocol/command.js';
import { type Conditional, type Outcome, questionOf, runIf } from '../protocol/conditional.js';
import type { Door } from '../protocol/exchange.js';
import { environmentWords, programWords, unstartable } from './program.js';

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]*$/;
/** Until a client of a person shows it. */
const SIZE: Command = ['-x', '200', '-y', '50'];

/** Why this session cannot be made, a sentence; null when it can be tried. */
export function uncreatable(request: CreateRequest): string | null {
  if (!NAME.test(request.name)) return 'its name is not made of letters, digits, "_" and "-"';
  return unstartable(request);
}

/**
 * The whole birth in one command: nobody sees the session half made, and a program that ends at once leaves its dead
 * pane. A bare name as a target would also fit a longer one; `=name:` is that one. The environment belongs to the
 * program alone: in the session's it would come back with every later window.
 */
function birth(request: CreateRequest): Conditional {
  const { name, env } = request;
  const at = `=${name}:`;
  return {
    pane: null,
    conditions: [`#{==:#{S:#{?#{==:#{session_name},${name}},1,}},}`],
    action: [
      [
        'new-session',
        '-d',
        '-s',
        name,
        ...SIZE,
        ...environmentWords(request),
        ...programWords(request, false),
      ],
      ['set-option', '-p', '-t', at, 'remain-on-exit', 'on'],
      ...Object.keys(env).map((variable) => ['set-environment', '-u', '-t', at, variable]),
    ],
  };
}

export const LOST = 'tmux did not answer; the session may have been made';

const REFUSED: Readonly<Record<Exclude<Outcome, 'done'>, string>> = {
  refused: 'a tmux session of this name is there already',
  failed: 'tmux refused to make the session, or its program ended before its pane could be kept',
  lost: LOST,
};

function done(outcome: Outcome): Done {
  return outcome === 'done' ? { ok: true } : { ok: false, reason: REFUSED[outcome] };
}

/**
 * Every new session crashes a server whose `window-size` is manual, however it is asked for (seen on 3.3a; 3.6a by
 * https://github.com/tmux/tmux/pull/4849): there nothing is made. null when tmux did not answer.
 */
async function isSafe(door: Door): Promise<boolean | null> {
  const [reply] = await door.ask([{ command: ['show-options', '-gwv', 'window-size'] }]);
  return reply ? reply.lines[0]?.trim() !== 'manual' : null;
}

/** Makes the session on a server that runs; null when it did not answer. */
export async function createSession(door: Door, request: CreateRequest): Promise<Done | null> {
  const safe = await isSafe(door);
  if (safe === null) return null;
  if (!safe) {
    const reason =
      'window-size is manual, and with it a new session can crash tmux. Set another: tmux set-option -g window-size latest';
    return { ok: false, reason };
  }
  const outcome = await runIf(door, birth(request));
  return outcome === 'lost' ? null : done(outcome);
}

export interface ServerStart {
  readonly deadlineMs: number;
  /** We are this kind of systemd service: the server must not be part of it. */
  readonly unit: OwnUnit;
  /** Our environment: tells how to reach the service manager. */
  readonly env: Environment;
}

/**
 * Starts a tmux server, which makes itself independent of us, with this session in it. The commands come over stdin:
 * the server keeps the arguments it was started with for everyone to see, and the environment may hold secrets.
 */
export async function createServer(
  target: Target,
  request: CreateRequest,
  { deadlineMs, unit, env }: ServerStart,
): Promise<Done> {
  const question = questionOf(birth(request));
  const args = ['-u', ...target.socketArgs, 'start-server', ';', 'source-file', '-'];
  const input = `${encode(question.request.command)}\n`;
  const plain = { file: 'tmux', args, env: target.env };
  const command = unit === null ? plain : inOwnScope(unit, plain, env);
  const ran = await spawnOnce(command.file, command.args, { env: command.env, deadlineMs, input });
  const outcome = ran.late ? 'lost' : question.outcome({ ok: true, lines: ran.stdout.split('\n') });
  if (outcome !== 'failed') return done(outcome);
  const said = printable(ran.stderr).slice(0, 200);
  const why = ran.missing ? `${command.file} is not on PATH` : said || 'it said nothing';
  if (unit === null) return { ok: false, reason: `tmux could not be started: ${why}` };
  const mend = 'Start it once by hand: tmux new-session -d';
  return {
    ok: false,
    reason: `a tmux server would end with this service, and it could not be started outside of it: ${why}. ${mend}`,
  };
}
