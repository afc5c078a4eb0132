import type { Snapshot } from '../core/snapshot.js';
import type { Shown } from './filter.js';
import { selectionIn } from './keys/selected.js';
import type { Rect } from './layout.js';
import type { Panel, PanelProps, View } from './panels/panel.js';
import type { UiState } from './ui-state.js';
import { FRAME_COLS, FRAME_ROWS } from './widgets/frame.js';

interface Around {
  readonly view: View;
  readonly raw: Snapshot;
  readonly ui: UiState;
  /** What the filter leaves. */
  readonly shown: Shown;
}

/** What a panel in this place is drawn with, inside its frame. */
export function panelProps(panel: Panel, rect: Rect, { view, raw, ui, shown }: Around): PanelProps {
  const isUnder = ui.modal === null || ui.modal.type === 'ask' || ui.modal.type === 'filter';
  return {
    view: panel.filtered === true ? shown.view : view,
    width: rect.width - FRAME_COLS,
    rows: rect.height - FRAME_ROWS,
    focused: ui.focus === panel.id && isUnder,
    selected: selectionIn(panel.id, { snapshot: raw, shown: shown.raw, ui }).index,
  };
}
