import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/core/quota/classify.js';
import type { Dialog, Reading } from '../../../src/core/quota/reading.js';
import { CAPTURES, contextOf } from './support/captures.js';

const TRUST: Dialog = { type: 'trust', title: 'Do you trust the files in this folder?' };
const startup = (title: string): Dialog => ({ type: 'startup', title });

/** What each capture asks, by the variant in its name, its width left out. */
const ASKS: Readonly<Record<string, Dialog>> = {
  trust: TRUST,
  'bypass-permissions': startup('Accept Bypass Permissions mode?'),
  'auto-mode': startup('Make auto mode your default permission mode?'),
  'auto-mode-offer': startup('Make auto mode your default permission mode?'),
  fullscreen: startup('Try the new fullscreen renderer?'),
  'custom-api-key': startup('Use the API key found in the environment?'),
  theme: startup('Choose the text style (first start)'),
  login: startup('Select login method: nobody is logged in'),
  'login-code': startup('Log in: paste the code of the web page'),
  'security-notes': startup('Security notes: press Enter to continue'),
};

const STARTS = CAPTURES.filter(({ name }) => name.includes('__startup-dialog__'));
const read = (text: string, cols = 100): Reading =>
  classify(text, { capturedAtMs: Date.UTC(2026, 10, 22), zone: 'UTC', cols });
const captured = (name: string): string => CAPTURES.find((capture) => capture.name === name)?.text ?? '';

/** A dialog of 2.1.330 below its rule. */
const below = (...lines: readonly string[]): string => ['─'.repeat(100), ...lines].join('\n');

describe('questions of a start', () => {
  it.each(STARTS)('$name is told by what it asks', ({ name, text, truth }) => {
    const variant = (name.split('__')[2] ?? '').replace(/-\d+$/, '');
    expect(classify(text, contextOf(truth)).dialog).toEqual(ASKS[variant]);
  });

  it('are there for every version that asks them', () => {
    const versions = (variant: string): string[] =>
      STARTS.filter(({ name }) => name.endsWith(`__${variant}`)).map(({ truth }) => truth.version);
    expect(versions('trust')).toEqual(['1.0.60', '2.0.60', '2.1.150', '2.1.330']);
    expect(versions('login')).toEqual(['1.0.60', '2.0.60', '2.1.150', '2.1.330']);
    expect(versions('auto-mode')).toEqual(['2.1.330']);
  });

  it('are told in a pane that shows more above: a shell, or the screen of a run before', () => {
    for (const variant of ['theme', 'login', 'login-code', 'security-notes']) {
      const screen = captured(`2.1.330__startup-dialog__${variant}`);
      expect(read(`$ claude\n${screen}`).dialog).toEqual(ASKS[variant]);
      const before = captured('2.1.330__idle__fresh').trimEnd();
      expect(read(`${before}\n$ claude\n${screen}`).dialog).toEqual(ASKS[variant]);
    }
  });

  it('are not seen where a permission dialog only quotes them', () => {
    const asks = (quoted: string): Dialog | null =>
      read(below('  Bash command', '', `    echo "${quoted}"`, '', '  Do you want to proceed?', '  ❯ 1. Yes'))
        .dialog;
    for (const quoted of [
      'Accessing workspace: Yes, I trust this folder',
      'Do you trust the files in this folder?',
      'Choose the text style',
      'Make auto mode your default permission mode?',
      'Try the new fullscreen renderer?',
      'WARNING: Bypass Permissions mode. Yes, I accept',
    ])
      expect(asks(quoted)?.type).toBe('permission');
  });

  it('know the trust question by its head or its answer alone, should a later version word the other anew', () => {
    const byAnswer = below(' New here: /home/u/work', '', ' ❯ Yes, I trust this folder', '   No, exit');
    expect(read(byAnswer).dialog).toEqual(TRUST);
    const byHead = below(' Accessing workspace:', '', ' /home/u/work', '', ' ❯ Leave', '   Go on');
    expect(read(byHead).dialog).toEqual(TRUST);
  });

  it('never make a question of a screen that is only greeted', () => {
    expect(read('Welcome to Claude Code v2.1.330\n\n Reading the news.')).toMatchObject({
      verdict: 'unknown',
      dialog: null,
    });
  });

  it('say of every version that nobody is logged in', () => {
    const names = CAPTURES.filter(({ name }) => name.endsWith('__not-logged-in-at-start'));
    expect(names.map(({ text, truth }) => classify(text, contextOf(truth)).verdict)).toEqual([
      'auth-error',
      'auth-error',
      'auth-error',
      'auth-error',
    ]);
  });
});
