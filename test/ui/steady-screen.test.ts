import { EventEmitter } from 'node:events';
import type { RenderOptions } from 'ink';
import { expect, test } from 'vitest';
import { steadyScreen } from '../../src/ui/steady-screen.js';

const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';
const WHOLE = '\u001b[?25l\u001b[H\u001b[Ka\n\u001b[Kb';

function terminal() {
  const written: string[] = [];
  const stream = Object.assign(new EventEmitter(), {
    columns: 80,
    rows: 24,
    isTTY: true,
    write: (text: string, done?: () => void): boolean => {
      written.push(text);
      done?.();
      return true;
    },
  });
  return { written, stream, steady: steadyScreen(stream as unknown as NonNullable<RenderOptions['stdout']>) };
}

function draw(steady: ReturnType<typeof steadyScreen>, ...parts: readonly string[]): void {
  for (const part of [BEGIN, ...parts, END]) steady.stdout.write(part);
}

test('a frame reaches the terminal in one piece', () => {
  const { written, steady } = terminal();
  draw(steady, '\u001b[1A', 'a', 'b');
  expect(written).toEqual([`${BEGIN}\u001b[1Aab${END}`]);
});

test('no frame begins with an empty screen', () => {
  const { written, steady } = terminal();
  draw(steady, '\u001b[1;1H\u001b[J', 'a\nb');
  draw(steady, '\u001b[2K\u001b[1A\u001b[2K\u001b[G', '', 'a\nb');
  draw(steady, '\u001b[?25l\u001b[1A\u001b[1G\u001b[J', '', 'a\nb');
  expect(written).toEqual(Array.from({ length: 3 }, () => `${BEGIN}${WHOLE}${END}`));
});

test('what changed is written as it is', () => {
  const { written, steady } = terminal();
  const change = '\u001b[1A\u001b[1G\u001b[Knew\n\u001b[E';
  draw(steady, change);
  expect(written).toEqual([`${BEGIN}${change}${END}`]);
});

test('behind a doubt, and on a fresh screen, the next frame is drawn from the first row on', () => {
  const { written, steady } = terminal();
  steady.forget(() => void steady.stdout.write('\u001b[2K\u001b[1A\u001b[2K\u001b[G'));
  draw(steady, 'a\nb');
  draw(steady, 'c');
  steady.stdout.write('\u001b[?1049h');
  draw(steady, 'a\nb');
  expect(written).toEqual([
    `${BEGIN}${WHOLE}${END}`,
    `${BEGIN}c${END}`,
    '\u001b[?1049h',
    `${BEGIN}${WHOLE}${END}`,
  ]);
});

test('sizes are not told, everything else is', () => {
  const { stream, steady } = terminal();
  const heard: string[] = [];
  steady.stdout.on('resize', () => heard.push('resize'));
  steady.stdout.on('close', () => heard.push('close'));
  stream.emit('resize');
  stream.emit('close');
  expect(heard).toEqual(['close']);
  expect(Reflect.get(steady.stdout, 'columns')).toBe(80);
  expect(Reflect.get(steady.stdout, 'isTTY')).toBe(true);
});

test('whoever waits for a write is told', async () => {
  const { steady } = terminal();
  await new Promise<void>((resolve) => steady.stdout.write('', () => resolve()));
});

test('the alternate screen is left empty', () => {
  const { written, steady } = terminal();
  steady.stdout.write('\u001b[?25h\u001b[?1049l');
  expect(written).toEqual(['\u001b[?25h\u001b[H\u001b[J\u001b[?1049l']);
});
