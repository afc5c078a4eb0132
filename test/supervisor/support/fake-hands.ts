import type { Notice } from '../../../src/core/notifier/message.js';
import type { Done, QueuePort, TaskMove } from '../../../src/core/ports.js';
import type { Hands } from '../../../src/supervisor/perform.js';
import { FakeAccounts, FakeClock, FakeTmux, fakeProcesses } from './fakes.js';

/** A queue folder whose every order succeeds, unless told otherwise. */
export class FakeQueue implements QueuePort {
  readonly calls: string[] = [];
  readonly moves: TaskMove[] = [];
  prompts = new Map<string, string>();
  answer: Done = { ok: true };

  claim(task: string): Promise<Done> {
    this.calls.push(`claim ${task}`);
    return Promise.resolve(this.answer);
  }

  prompt(task: string): ReturnType<QueuePort['prompt']> {
    const text = this.prompts.get(task);
    return Promise.resolve(text === undefined ? { ok: false, reason: 'it is empty' } : { ok: true, text });
  }

  move(move: TaskMove): Promise<Done> {
    this.moves.push(move);
    return Promise.resolve(this.answer);
  }

  tidy(): Promise<readonly string[]> {
    return Promise.resolve(['removed 3 of done/']);
  }
}

export function never(): Promise<never> {
  return new Promise(() => undefined);
}

export interface FakeHands extends Hands {
  readonly clock: FakeClock;
  readonly tmux: FakeTmux;
  readonly queue: FakeQueue;
  readonly lines: string[];
}

/** Hands on fakes; the command of every room is `claude` in `/work`. */
export function hands(part: Partial<Hands> = {}): FakeHands {
  const lines: string[] = [];
  return {
    tmux: new FakeTmux(),
    processes: fakeProcesses(),
    accounts: new FakeAccounts(),
    queue: new FakeQueue(),
    commandFor: () => ({ argv: ['claude'], env: { A: 'b' }, cwd: '/work' }),
    clock: new FakeClock(),
    log: { line: (text: string) => void lines.push(text) },
    notify: ({ kind, text }: Notice) => void lines.push(`${kind}: ${text}`),
    lines,
    ...part,
  } as FakeHands;
}
