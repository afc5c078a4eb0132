import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../support/until.ts';
import { type KeyTimes, keyTimes } from './keys.ts';
import { DASHBOARD, type Scene, setScene } from './scene.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { type Watched, watch } from './watching.ts';

export interface ScreenReport {
  readonly sessions: number;
  readonly seconds: number;
  /** Milliseconds from the start of the process to its first frame; the baseline is a Node process that writes a word. */
  readonly firstPaint: readonly number[];
  readonly firstWord: readonly number[];
  readonly screen: Watched;
  readonly headless: Watched;
  /** A Node process that does nothing but wake once a second, over the same seconds as each. */
  readonly node: readonly [Watched, Watched];
  /** Written to the terminal in one second while nothing happens. */
  readonly bytesPerTick: number;
  readonly keys: KeyTimes;
}

const SESSIONS = 100;
const COLS = 160;
const ROWS = 50;
const SETTLES_IN_MS = 15_000;
const BASELINE = 'setInterval(() => undefined, 1000)';

/** Gone, or dead and not yet waited for: tmux 3.3a may leave a program like that for long. */
function isOver(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return true;
  }
}

async function ended(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  await until('it ended', () => isOver(pid));
}

async function firstPaints(terminal: Terminal, { argv, env }: Scene, runs: number) {
  const firstPaint: number[] = [];
  const firstWord: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const word = terminal.awaits('first word');
    firstWord.push(-terminal.run([process.execPath, '-e', 'console.log("first word")'], env) + (await word));
    const frame = terminal.awaits('Sessions');
    const looked = terminal.awaits('ccl-1');
    const startedMs = terminal.run([...DASHBOARD, ...argv], env);
    const [framedMs] = await Promise.all([frame, looked]);
    firstPaint.push(framedMs - startedMs);
    await ended(await terminal.pid());
  }
  return { firstPaint, firstWord };
}

/** A process and an idle Node over the same seconds. */
async function besideNode(pid: number, seconds: number): Promise<readonly [Watched, Watched]> {
  const node: ChildProcess = spawn(process.execPath, ['-e', BASELINE], { stdio: 'ignore' });
  try {
    await pause(SETTLES_IN_MS);
    const [ours, theirs] = await watch([pid, node.pid ?? 0], seconds);
    if (!ours || !theirs) throw new Error('there was nothing to measure');
    return [ours, theirs];
  } finally {
    node.kill('SIGTERM');
  }
}

async function onScreen(terminal: Terminal, scene: Scene, seconds: number, presses: number) {
  const shown = terminal.awaits('ccl-1');
  terminal.run([...DASHBOARD, ...scene.argv], scene.env);
  await shown;
  await scene.fillEvents();
  const pid = await terminal.pid();
  // The span that is measured ends with the watch: what is written while it settles is counted out of it.
  const settled = pause(SETTLES_IN_MS).then(() => terminal.written());
  const watched = await besideNode(pid, seconds);
  const bytesPerTick = (terminal.written() - (await settled)) / seconds;
  const keys = await keyTimes(terminal, scene, presses);
  await ended(pid);
  return { watched, bytesPerTick, keys };
}

async function withoutScreen({ argv, env }: Scene, seconds: number) {
  const [node, program] = DASHBOARD;
  const child = spawn(node, [program, 'run', '--headless', ...argv], { env, stdio: 'ignore' });
  try {
    return await besideNode(child.pid ?? 0, seconds);
  } finally {
    await ended(child.pid ?? 0);
  }
}

/** The dashboard in a real terminal over 100 idle sessions, and the same without a screen. */
export async function benchScreen(quick: boolean, tell: (line: string) => void): Promise<ScreenReport> {
  tell(`screen: ${SESSIONS} sessions`);
  const scene = await setScene(SESSIONS);
  const terminal = await openTerminal(COLS, ROWS);
  const seconds = quick ? 15 : 60;
  try {
    tell('screen: first paint');
    const paints = await firstPaints(terminal, scene, quick ? 3 : 9);
    tell(`screen: ${seconds} idle seconds, then keys`);
    const shown = await onScreen(terminal, scene, seconds, quick ? 40 : 200);
    tell(`screen: ${seconds} idle seconds without it`);
    const [headless, besideHeadless] = await withoutScreen(scene, seconds);
    const [screen, besideScreen] = shown.watched;
    const { bytesPerTick, keys } = shown;
    return {
      sessions: SESSIONS,
      seconds,
      ...paints,
      screen,
      headless,
      node: [besideScreen, besideHeadless],
      bytesPerTick,
      keys,
    };
  } finally {
    await terminal.end();
    await scene.farm.end();
  }
}
