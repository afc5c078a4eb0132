import { mkdirSync, readFileSync, readlinkSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectOf, type Sandbox } from './sandbox.js';
import { ACTS, type Act } from './scenario.js';
import { statusLineOf } from './status-line.js';
import { type DemoTask, taskText } from './tasks.js';

export interface Direction {
  /** Wall ms at which second 0 of the story was. */
  readonly startMs: number;
  stop(): void;
}

/**
 * Plays the story: prompts through the agents' remote control, limits in their world, tasks into the queue, and what their
 * status lines would tell the supervisor.
 */
export function direct(sandbox: Sandbox, toldBy: (body: object) => void): Direction {
  const startMs = Date.now();
  const seqs = new Map<string, number>();
  /** Only the account in use answers requests. */
  const tell = (act: Extract<Act, { do: 'tell' }>): void => {
    if (basename(readlinkSync(sandbox.link)) === act.account)
      toldBy(statusLineOf(act, sandbox.root, { startMs, nowMs: Date.now() }));
  };
  const play = (act: Act): void => {
    if (act.do === 'limit') limit(sandbox.world, act, startMs);
    else if (act.do === 'tell') tell(act);
    else if (act.do === 'drop') drop(sandbox, act.task);
    else submit(sandbox.world, act, seqs);
  };
  const timers = ACTS.map((act) => setTimeout(() => play(act), act.atS * 1_000));
  return { startMs, stop: () => timers.forEach(clearTimeout) };
}

/** Written elsewhere and renamed in, as every producer should. */
function drop(sandbox: Sandbox, task: DemoTask): void {
  const file = join(sandbox.root, `${task.name}.md`);
  writeFileSync(file, taskText(task, projectOf(sandbox, task.name)));
  mkdirSync(join(sandbox.queue, 'inbox'), { recursive: true });
  renameSync(file, join(sandbox.queue, 'inbox', `${task.name}.md`));
}

function limit(world: string, act: Extract<Act, { do: 'limit' }>, startMs: number): void {
  const file = join(world, 'accounts.json');
  const accounts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>;
  accounts[act.account] = { kind: 'five-hour', limitedUntil: offMinute(startMs + act.untilS * 1_000) };
  replace(file, accounts);
}

function submit(world: string, act: Extract<Act, { do: 'submit' }>, seqs: Map<string, number>): void {
  const seq = (seqs.get(act.agent) ?? 0) + 1;
  seqs.set(act.agent, seq);
  replace(join(world, 'control', `${act.agent}.json`), { seq, do: 'submit', text: act.text });
}

function replace(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(value));
  renameSync(`${file}.new`, file);
}

/** A real reset lies on any second; one on a full minute would look like a time read off a screen. */
function offMinute(ms: number): number {
  return ms % 60_000 < 1_000 ? ms + 1_000 : ms;
}
