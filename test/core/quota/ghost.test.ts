import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import { CONTEXT, draw } from './support/draw.js';

const DIM = '\x1b[2m';
const OFF = '\x1b[0m';
const cursor = (cell: string): string => `\x1b[7m${cell}\x1b[0;2m`;
const composer = (...draft: readonly string[]) => classify(draw({ body: ['❯ hi'], draft }), CONTEXT).composer;
const empty = { state: 'empty', text: '' };

describe('grey text in the composer', () => {
  it.each([
    ['a suggestion', [`${DIM}write tests for the parser${OFF}`]],
    ['with the cursor on it', [`${cursor('w')}rite tests for the parser${OFF}`]],
    ['in colours too', [`\x1b[38;5;246m${cursor('w')}\x1b[38;2;9;9;9mrite tests${OFF}`]],
    ['switched on among others', [`\x1b[1;2;3mwrite tests\x1b[22m`]],
    ['of several rows', [`${cursor('f')}irst row`, 'second row, dim still', `third${OFF}`]],
  ])('is nobody’s: %s', (_name, draft) => {
    expect(composer(...draft)).toEqual(empty);
  });

  it('behind a draft does not belong to it', () => {
    expect(composer(`/compact ${DIM}[what to keep]${OFF}`)).toEqual({ state: 'draft', text: '/compact' });
    expect(composer(`wri${cursor('t')}e tests${OFF}`)).toEqual({ state: 'draft', text: 'wri' });
    expect(composer(`${DIM}! ${OFF}x`, `  y`)).toEqual({ state: 'draft', text: '  x\n  y'.trimEnd() });
  });

  it.each([
    ['no styles at all', 'write tests'],
    ['a colour whose number has a 2', '\x1b[38;2;2;2;2mwrite tests'],
    ['a colour of the palette', '\x1b[38;5;2mwrite tests'],
    ['dim switched off', `${DIM}\x1b[22mwrite tests`],
    ['bold', '\x1b[1mwrite tests'],
    ['the cursor on it', `\x1b[7mw${OFF}rite tests`],
  ])('is not seen in a draft: %s', (_name, draft) => {
    expect(composer(draft)).toEqual({ state: 'draft', text: 'write tests' });
  });

  it('is not taken for a limit', () => {
    const draft = [`${DIM}You've hit your 5-hour limit · resets 11am${OFF}`];
    expect(classify(draw({ body: ['❯ hi'], draft }), CONTEXT)).toMatchObject({ hit: null, banner: null });
  });

  it('in a box leaves the box', () => {
    const box = (inside: string): string =>
      [
        '> hi',
        '',
        `╭${'─'.repeat(30)}╮`,
        `${DIM}│${OFF} > ${inside} ${DIM}│${OFF}`,
        `╰${'─'.repeat(30)}╯`,
      ].join('\n');
    expect(classify(box(`${cursor('T')}ry something${OFF}`), CONTEXT).composer).toEqual(empty);
    expect(classify(box(`mine${DIM} not mine${OFF}`), CONTEXT).composer).toEqual({
      state: 'draft',
      text: 'mine',
    });
  });
});
