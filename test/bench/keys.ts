import { setTimeout as pause } from 'node:timers/promises';
import type { Scene } from './scene.ts';
import { percentile } from './stats.ts';
import { openTerminal, type Terminal } from './terminal.ts';

export interface KeyTimes {
  readonly presses: number;
  /** Milliseconds from a key to the frame that shows what it did. */
  readonly p50: number;
  readonly p99: number;
  /** The same of a Node program that writes back what it reads. */
  readonly echoP50: number;
  readonly echoP99: number;
}

const ECHO = `process.stdin.setRawMode(true).on('data', (key) => process.stdout.write('<' + key + '>')); console.log('ready');`;

/** Not in step with the polls, nor faster than anybody types. */
const gap = (): Promise<void> => pause(40 + Math.random() * 160);

async function timed(terminal: Terminal, key: string, shows: string | RegExp): Promise<number> {
  const seen = terminal.awaits(shows);
  const pressedMs = terminal.press(key);
  return (await seen) - pressedMs;
}

/** Down and up through all sessions, so that the list moves too: each press ends with the name of the one it came to. */
async function walk(terminal: Terminal, scene: Scene, presses: number): Promise<readonly number[]> {
  const last = scene.farm.panes.length - 1;
  const times: number[] = [];
  let at = 0;
  let step = 1;
  for (let press = 0; press < presses; press += 1) {
    if (at === last) step = -1;
    else if (at === 0) step = 1;
    at += step;
    times.push(await timed(terminal, step > 0 ? 'j' : 'k', new RegExp(`ccl-${at}\\b`)));
    await gap();
  }
  return times;
}

async function echo({ env }: Scene, presses: number): Promise<readonly number[]> {
  const terminal = await openTerminal(80, 24);
  try {
    const ready = terminal.awaits('ready');
    terminal.run([process.execPath, '-e', ECHO], env);
    await ready;
    const times: number[] = [];
    for (let press = 0; press < presses; press += 1) {
      times.push(await timed(terminal, 'j', '<j>'));
      await gap();
    }
    return times;
  } finally {
    await terminal.end();
  }
}

export async function keyTimes(terminal: Terminal, scene: Scene, presses: number): Promise<KeyTimes> {
  const ours = await walk(terminal, scene, presses);
  const theirs = await echo(scene, presses);
  return {
    presses,
    p50: percentile(ours, 0.5),
    p99: percentile(ours, 0.99),
    echoP50: percentile(theirs, 0.5),
    echoP99: percentile(theirs, 0.99),
  };
}
