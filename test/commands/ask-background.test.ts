import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { askBackground, backgroundIn, needsBackground } from '../../src/commands/ask-background.js';

const ESC = '\u001b';

describe('the background', () => {
  test.each([
    ['rgb:0000/0000/0000', 'dark'],
    ['rgb:1e1e/1e1e/1e1e', 'dark'],
    ['rgb:00/2b/36', 'dark'],
    ['rgb:f/f/f', 'light'],
    ['rgb:fdfd/f6f6/e3e3', 'light'],
    ['rgba:ffff/ffff/ffff/ffff', 'light'],
    ['rgb:0000/0000/ffff', 'dark'],
    ['#ffffff', null],
    ['rgb:xx/yy/zz', null],
  ])('in an answer %s is %s', (color, background) => {
    expect(backgroundIn(`j${ESC}]11;${color}${ESC}\\${ESC}[?1;2c`)).toBe(background);
  });

  test('is asked for only where anything depends on it and the question is understood', () => {
    const env = { TERM: 'xterm-256color' };
    expect(needsBackground(env, 'auto')).toBe(true);
    expect(needsBackground(env, 'light')).toBe(false);
    expect(needsBackground({ ...env, COLORFGBG: '15;0' }, 'auto')).toBe(false);
    expect(needsBackground({ ...env, NO_COLOR: '1' }, 'auto')).toBe(false);
    for (const TERM of ['linux', 'dumb', 'eterm-color', 'vt100'])
      expect(needsBackground({ TERM }, 'auto')).toBe(false);
  });
});

/** A terminal that sends this when it is asked. */
function terminal(...answers: readonly string[]) {
  const written: string[] = [];
  const raw: boolean[] = [];
  const keyboard = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => raw.push(on) });
  const screen = {
    write: (text: string) => {
      written.push(text);
      for (const answer of answers) keyboard.write(answer);
    },
  };
  return { keyboard, screen, written, raw };
}

describe('asking', () => {
  test('takes the answer and puts everything back, also keys typed meanwhile', async () => {
    const parts = ['j', `${ESC}]11;rgb:ffff/`, `ffff/ffff${ESC}\\k`, `${ESC}[?62;22c`, 'q'] as const;
    const { keyboard, screen, written, raw } = terminal(...parts);
    expect(await askBackground(keyboard, screen)).toBe('light');
    expect(written).toEqual([`${ESC}]11;?${ESC}\\${ESC}[c`]);
    expect(raw).toEqual([true]);
    expect(keyboard.listenerCount('readable')).toBe(0);
    expect(keyboard.read()).toBe(parts.join(''));
  });

  test('ends without one where the terminal answers only what all do', async () => {
    const { keyboard, screen } = terminal(`${ESC}[?1;2c`);
    expect(await askBackground(keyboard, screen, 60_000)).toBeNull();
  });

  test('ends where nobody answers', async () => {
    const { keyboard, screen } = terminal('x');
    expect(await askBackground(keyboard, screen, 1)).toBeNull();
    expect(keyboard.read()).toBe('x');
  });
});
