import { dialogReset } from './dialog.js';
import type { Footer } from './footer.js';
import type { Layout } from './layout.js';
import type { Dialog } from './reading.js';
import type { ParsedReset } from './reset-text.js';

/** What the CLI draws outside the transcript, where neither a reply nor a tool can write: the armed footer, the limit dialog. */
export interface Corroboration {
  readonly rule: 'armed-footer' | 'limit-dialog';
  readonly pattern: string;
  readonly row: number;
  readonly text: string;
  readonly reset: ParsedReset | null;
  readonly shortly: boolean;
}

export function corroborationOf(layout: Layout, footer: Footer, dialog: Dialog | null): Corroboration | null {
  const { armed } = footer;
  if (armed !== null) {
    return {
      rule: 'armed-footer',
      pattern: 'Usage limit reached · limit resets',
      row: armed.row.row,
      text: armed.text,
      reset: armed.when,
      shortly: armed.shortly,
    };
  }
  if (dialog?.type !== 'rate-limit-options') return null;
  return {
    rule: 'limit-dialog',
    pattern: 'Stop and wait for limit to reset',
    row: layout.panel.find((row) => row.text !== '')?.row ?? 0,
    text: dialog.title,
    reset: dialogReset(layout.panel),
    shortly: false,
  };
}
