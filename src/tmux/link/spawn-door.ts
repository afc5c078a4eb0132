import { randomBytes } from 'node:crypto';
import type { Command } from '../protocol/command.js';
import { encodeArgv } from '../protocol/command.js';
import type { Door, Reply, Request } from '../protocol/exchange.js';
import { spawnTmux } from './spawn.js';
import type { Target } from './target.js';

/** A command line over 16 KB is refused by tmux 3.3a ("command too long"); 150 captures were seen to work. */
const MAX_PER_SPAWN = 150;

/**
 * The fallback where control mode is refused: many commands chained in one process. A failing command ends its
 * chain, so what stands after it is asked once more without it. Separators are random: a pane can print anything.
 */
export class SpawnDoor implements Door {
  readonly #target: Target;
  readonly #deadlineMs: number;
  readonly #onLost: (said: string) => void;
  #turn: Promise<unknown> = Promise.resolve();

  /** `onLost` is told when the server could not be reached or did not answer in time. */
  constructor(target: Target, deadlineMs: number, onLost: (said: string) => void) {
    this.#target = target;
    this.#deadlineMs = deadlineMs;
    this.#onLost = onLost;
  }

  /** One spawn at a time, and all of a call within one deadline. */
  ask(requests: readonly Request[]): Promise<readonly (Reply | null)[]> {
    const until = performance.now() + this.#deadlineMs;
    const answer = this.#turn.then(() => this.#askAll(requests, until));
    this.#turn = answer;
    return answer;
  }

  async #askAll(requests: readonly Request[], until: number): Promise<(Reply | null)[]> {
    const replies: (Reply | null)[] = [];
    while (replies.length < requests.length) {
      const rest = until - performance.now();
      const chunk = requests.slice(replies.length, replies.length + MAX_PER_SPAWN);
      const got = rest <= 0 ? null : await this.#spawn(chunk, rest);
      if (got === null) break;
      replies.push(...got);
    }
    return requests.map((_, index) => replies[index] ?? null);
  }

  /** At least one answer (the failing command counts as answered), or null when nothing can be asked. */
  async #spawn(requests: readonly Request[], deadlineMs: number): Promise<Reply[] | null> {
    const nonce = randomBytes(12).toString('hex');
    const commands = requests.flatMap((request, index): Command[] => [
      ['display-message', '-p', `${nonce} ${index}`],
      request.command,
    ]);
    const result = await spawnTmux(this.#target, encodeArgv(commands), deadlineMs);
    const replies = parse(result.stdout, nonce);
    if (replies.length === 0) {
      this.#onLost(result.late ? 'no answer in time' : result.stderr.trim().slice(0, 200));
      return null;
    }
    if (result.rc === 0) return replies;
    const failed = replies.at(-1);
    return failed === undefined ? null : [...replies.slice(0, -1), { ok: false, lines: failed.lines }];
  }
}

function parse(stdout: string, nonce: string): Reply[] {
  const replies: { ok: boolean; lines: string[] }[] = [];
  for (const line of stdout.replace(/\n$/, '').split('\n')) {
    if (line === `${nonce} ${replies.length}`) replies.push({ ok: true, lines: [] });
    else replies.at(-1)?.lines.push(line);
  }
  return replies;
}
