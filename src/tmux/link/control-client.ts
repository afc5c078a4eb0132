import { execa } from 'execa';
import { ControlParser } from '../protocol/blocks.js';
import type { Command } from '../protocol/command.js';
import { encodeArgv } from '../protocol/command.js';
import { Exchange } from '../protocol/exchange.js';
import { OWNER_OPTION } from './leftovers.js';
import { spawnOnce, spawnTmux } from './spawn.js';
import type { Target } from './target.js';

export interface ControlClient {
  readonly exchange: Exchange;
  /** Name of its session. */
  readonly session: string;
  /** True from its first own reply until it ends or can no longer be asked. */
  alive(): boolean;
  /** Resolves when the process has gone, with what it last said. */
  readonly ended: Promise<string>;
  /** Closes its input and waits for it; after a second SIGTERM, after another SIGKILL. */
  end(): Promise<void>;
}

/** Whether `setpriv --pdeathsig` (util-linux) works here: then the kernel ends our client with us. */
export async function canDieWithParent(target: Target, deadlineMs: number): Promise<boolean> {
  const probe = await spawnOnce('setpriv', ['--pdeathsig', 'TERM', 'true'], { env: target.env, deadlineMs });
  return probe.rc === 0;
}

/**
 * The client's own session: a sleeper nobody needs, so that no session of the person shows a client of ours.
 * `ignore-size` and `no-output` (tmux 3.2): resizes nothing, and a slow reader cannot stop the person's programs.
 * It must outlive its client: with `destroy-unattached` on it, tmux 3.3a was seen to crash when the client went
 * away with a command unread (12 of 27, none without it), and with it every session of the person.
 */
function arguments_(target: Target, session: string): string[] {
  const commands: Command[] = [
    ['new-session', '-f', 'ignore-size,no-output', '-s', session, 'tail', '-f', '/dev/null'],
    ['set-option', OWNER_OPTION, String(process.pid)],
  ];
  return ['-N', '-u', ...target.socketArgs, '-C', ...encodeArgv(commands)];
}

const LAST_WORDS_MS = 200;

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** Removes a session of our own after its client has gone; never while one is attached. */
export async function removeSession(target: Target, session: string, deadlineMs: number): Promise<void> {
  await spawnTmux(target, ['kill-session', '-t', `=${session}`], deadlineMs);
}

/** Starts a control client and waits for its first reply; a sentence when it was refused. */
export async function startControl(
  target: Target,
  options: { readonly session: string; readonly deadlineMs: number; readonly dieWithParent: boolean },
): Promise<ControlClient | string> {
  const argv = arguments_(target, options.session);
  const [file, args] = options.dieWithParent
    ? ['setpriv', ['--pdeathsig', 'TERM', 'tmux', ...argv]]
    : ['tmux', argv];
  const child = execa(file, args, {
    env: { ...target.env },
    extendEnv: false,
    stdin: 'pipe',
    buffer: false,
    reject: false,
  });
  const parser = new ControlParser();
  const exchange = new Exchange((text) => child.stdin.write(text), options.deadlineMs);
  let running = true;
  let said = '';
  child.stdin.on('error', () => exchange.close());
  child.stderr.on('data', (chunk: Buffer) => {
    said = chunk.toString('utf8').slice(0, 200).trim();
  });
  child.stdout.on('data', (chunk: Buffer) => {
    for (const event of parser.push(chunk)) {
      if (event.type === 'notice' && event.name === 'exit') said = event.rest || said;
      else if (event.type === 'block' && !event.own && !event.ok) said = event.lines.join(' ').slice(0, 200);
      else exchange.accept(event);
    }
  });
  child.nodeChildProcess.once('exit', () => {
    running = false;
    exchange.close();
    // A stopped server keeps the pipes it was handed open; what was said is read by then.
    setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
    }, LAST_WORDS_MS);
  });
  const ended = child.then((result) => {
    running = false;
    exchange.close();
    return said || result.shortMessage || 'it ended';
  });
  const end = async (): Promise<void> => {
    exchange.close();
    child.stdin.end();
    for (const name of ['SIGTERM', 'SIGKILL'] as const) {
      await Promise.race([ended, after(1_000)]);
      if (running) child.kill(name);
    }
    await Promise.race([ended, after(1_000)]);
  };
  const [hello] = await exchange.ask([{ command: ['display-message', '-p', 'ready'] }]);
  if (hello?.ok !== true) {
    await end();
    return said || 'no reply in time';
  }
  return { exchange, session: options.session, ended, end, alive: () => running && !exchange.closed };
}
