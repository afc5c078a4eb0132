import { ownText } from './blocks.js';
import type { Candidate } from './candidate.js';
import type { EvidenceRow } from './reading.js';
import type { Row } from './screen-text.js';
import type { ScreenView } from './screen-view.js';

const TEXT_MAX = 160;

/** The rows a reading rests on, each once, with what it was taken for. `rule`: what decided the verdict. */
export function evidenceOf(view: ScreenView, candidate: Candidate | null, rule: string): EvidenceRow[] {
  const rows: EvidenceRow[] = [];
  const add = (row: number, text: string, why: string): void => {
    if (!rows.some((entry) => entry.row === row))
      rows.push({ row, text: text.slice(0, TEXT_MAX), rule: why });
  };
  const whole = (row: Row | null | undefined, why: string): void => {
    if (row !== null && row !== undefined) add(row.row, row.text.trim(), why);
  };
  const { corroboration, busy, scope, footer, dialog, layout, error } = view;
  if (candidate !== null) add(candidate.row, candidate.text, candidate.rule);
  if (corroboration !== null) add(corroboration.row, corroboration.text, corroboration.rule);
  if (candidate !== null) whole(scope.done?.rows[0], 'turn-done');
  if (busy !== null) add(busy.row, busy.text, busy.reason);
  if (dialog !== null) {
    const title = layout.panel.find((row) => row.text !== '');
    whole(title, `dialog-${dialog.type}`);
  }
  if (error !== null) add(scope.newest?.rows[0]?.row ?? 0, ownText(scope.newest), error.rule);
  if (rule === 'footer-login') whole(footer.loggedOut, rule);
  if (rule === 'footer-warning') whole(footer.warning, rule);
  if (rule === 'composer') add(layout.composerRow, layout.composer.text, 'composer');
  return rows;
}
