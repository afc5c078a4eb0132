import type { Composer, Dialog, Reading } from '../../../src/core/quota/reading.js';

const RULE = /^─{10,}$/;

/** Reads the screen of `fake-composer.mjs`; dim text is a placeholder, not a draft. */
export function recogniseFake(screen: string): Reading {
  const rows = screen
    .replace(/\x1b\[2m[^\x1b\n]*/g, '')
    .replace(/\x1b\[[\d;]*m/g, '')
    .split('\n')
    .map((row) => row.trimEnd());
  const rules = rows.flatMap((row, index) => (RULE.test(row) ? [index] : []));
  const [first, second] = [rules.at(-2), rules.at(-1)];
  const title = rows.find((row) => /want to do|allow/i.test(row));
  const dialog: Dialog | null =
    title === undefined
      ? null
      : { type: title.includes('want to do') ? 'rate-limit-options' : 'permission', title: title.trim() };
  let composer: Composer = { state: 'absent', text: '' };
  if (dialog === null && first !== undefined && second !== undefined) {
    const text = rows
      .slice(first + 1, second)
      .map((row) => row.slice(2))
      .join('\n');
    composer = { state: text === '' ? 'empty' : 'draft', text };
  }
  const above = rows.slice(0, first ?? 0).filter((row) => row.startsWith('❯ '));
  return {
    verdict: composer.state === 'absent' && dialog === null ? 'unknown' : 'idle',
    hit: null,
    limit: null,
    vetoes: [],
    evidence: [],
    banner: null,
    composer,
    dialog,
    busy: rows.some((row) => row.includes('esc to interrupt')),
    lastPrompt: above.at(-1)?.slice(2) ?? '',
    lastLine: '',
    version: null,
  };
}
