import { renderToString, Text } from 'ink';
import { createElement } from 'react';
import { afterAll, describe, expect, test } from 'vitest';
import { drawWith } from '../../src/commands/ink-colors.js';
import { colorLevel, colorsFor } from '../../src/commands/terminal-colors.js';
import type { ColorLevel } from '../../src/ui/index.js';

describe('what the terminal can draw', () => {
  test.each<[ColorLevel, Record<string, string>]>([
    [3, { TERM: 'xterm-256color', COLORTERM: 'truecolor' }],
    [3, { TERM: 'xterm', COLORTERM: '24bit' }],
    [3, { TERM: 'xterm-kitty' }],
    [3, { TERM: 'alacritty' }],
    [3, { TERM: 'xterm-direct' }],
    [3, { TERM: 'tmux-256color', COLORTERM: 'truecolor', TMUX: '/s,1,0' }],
    [3, { TERM: 'screen-256color', COLORTERM: 'truecolor', TMUX: '/s,1,0' }],
    [2, { TERM: 'screen-256color', COLORTERM: 'truecolor', STY: '1.host' }],
    [2, { TERM: 'screen-256color', COLORTERM: 'truecolor', STY: '1.host', TMUX: '/s,1,0' }],
    [2, { TERM: 'screen-256color', COLORTERM: 'truecolor' }],
    [2, { TERM: 'xterm-256color' }],
    [2, { TERM: 'tmux-256color', TMUX: '/s,1,0' }],
    [2, { TERM: 'screen.xterm-256color' }],
    [1, { TERM: 'screen', TMUX: '/s,1,0' }],
    [1, { TERM: 'tmux' }],
    [1, { TERM: 'xterm' }],
    [1, { TERM: 'linux', COLORTERM: 'truecolor' }],
    [0, { TERM: 'dumb', COLORTERM: 'truecolor' }],
    [0, { TERM: 'vt100' }],
    [0, { TERM: 'xterm-mono' }],
    [0, {}],
  ])('%i: %o', (level, env) => {
    expect(colorLevel(env)).toBe(level);
  });

  const some = { TERM: 'xterm-256color' };
  test.each<[ColorLevel, Record<string, string>]>([
    [0, { ...some, NO_COLOR: '1' }],
    [0, { ...some, NO_COLOR: '1', FORCE_COLOR: '3', CLICOLOR_FORCE: '1' }],
    [2, { ...some, NO_COLOR: '' }],
    [0, { ...some, FORCE_COLOR: '0' }],
    [0, { ...some, FORCE_COLOR: 'false', CLICOLOR_FORCE: '1' }],
    [1, { ...some, FORCE_COLOR: '1' }],
    [3, { ...some, FORCE_COLOR: '3' }],
    [3, { TERM: 'dumb', FORCE_COLOR: '9' }],
    [2, { ...some, FORCE_COLOR: 'true' }],
    [1, { TERM: 'dumb', FORCE_COLOR: 'true' }],
    [1, { TERM: 'vt100', CLICOLOR_FORCE: '1' }],
    [2, { ...some, CLICOLOR: '0', CLICOLOR_FORCE: '1' }],
    [0, { ...some, CLICOLOR: '0' }],
    [0, { ...some, CLICOLOR: '0', CLICOLOR_FORCE: '0' }],
    [2, { ...some, CLICOLOR: '1' }],
  ])('%i as the person asks: %o', (level, env) => {
    expect(colorLevel(env)).toBe(level);
  });
});

describe('the theme', () => {
  const indexed = { TERM: 'xterm-256color' };

  test('is the one wished for, at the terminal’s level', () => {
    expect(colorsFor(indexed, 'light')).toEqual({ theme: 'light', colors: 2 });
    expect(colorsFor({ TERM: 'xterm' }, 'dark')).toEqual({ theme: 'dark', colors: 1 });
    expect(colorsFor({ TERM: 'xterm-kitty' }, 'terminal')).toEqual({ theme: 'terminal', colors: 3 });
    expect(colorsFor(indexed, 'mono')).toEqual({ theme: 'none', colors: 2 });
    expect(colorsFor({ ...indexed, NO_COLOR: '1' }, 'dark')).toEqual({ theme: 'none', colors: 0 });
  });

  test('follows the background by itself; where nobody knows it, the colours are those read on any', () => {
    expect(colorsFor({ ...indexed, COLORFGBG: '0;15' }, 'auto').theme).toBe('light');
    expect(colorsFor({ ...indexed, COLORFGBG: '0;default;7' }, 'auto').theme).toBe('light');
    expect(colorsFor({ TERM: 'xterm', COLORFGBG: '15;0' }, 'auto').theme).toBe('dark');
    expect(colorsFor({ ...indexed, COLORFGBG: '15;default' }, 'auto').theme).toBe('either');
    expect(colorsFor({ ...indexed, COLORFGBG: '15;0' }, 'auto', 'light').theme).toBe('light');
    expect(colorsFor({ TERM: 'xterm' }, 'auto', 'dark').theme).toBe('dark');
    expect(colorsFor({ TERM: 'xterm' }, 'auto').theme).toBe('either');
    expect(colorsFor(indexed, 'auto').theme).toBe('either');
  });
});

describe('Ink draws', () => {
  afterAll(() => drawWith({ theme: 'none', colors: 0 }, 'dumb'));

  const drawn = async (colors: ColorLevel, color: string, term = 'xterm'): Promise<string> => {
    await drawWith({ theme: 'dark', colors }, term);
    return renderToString(createElement(Text, { color, bold: true }, 'x'));
  };

  test('what the level has, whatever its own judgement is', async () => {
    expect(await drawn(3, '#123456')).toContain('38;2;18;52;86');
    expect(await drawn(2, 'ansi256(110)')).toContain('38;5;110');
    expect(await drawn(1, 'blueBright')).toContain('\u001b[94m');
    // Of a preview: nearest to what the terminal has.
    expect(await drawn(1, '#ff0000')).toContain('\u001b[91m');
  });

  test('weight without colours, and nothing at all on what is no terminal', async () => {
    await drawWith({ theme: 'none', colors: 0 }, 'xterm');
    expect(renderToString(createElement(Text, { bold: true }, 'x'))).toBe('\u001b[1mx\u001b[22m');
    expect(await drawn(0, 'red', 'dumb')).toBe('x');
  });
});
