import type { SessionView, Snapshot } from '../core/snapshot.js';
import { selectedSession } from './keys/selected.js';
import type { View } from './panels/panel.js';
import { planOf } from './screen.js';
import type { UiState } from './ui-state.js';

/** On a lower screen there are no rows to spare. */
const SPARE_ROWS = 40;

/** The session whose screen is to be seen just now, null for none; `closed` while the preview has no place on the screen. */
export function previewedOf(
  view: View,
  raw: Snapshot,
  ui: UiState,
  size: { readonly cols: number; readonly rows: number },
  look: boolean,
): SessionView | null | 'closed' {
  if (ui.preview === null && (!look || size.rows < SPARE_ROWS)) return 'closed';
  const { places, context } = planOf({
    view,
    raw,
    ui,
    ...size,
    can: { addTask: false, editOutside: false, look },
  });
  if (places?.panels.preview === undefined) return 'closed';
  return selectedSession(context) ?? null;
}
