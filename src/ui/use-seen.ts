import type { Snapshot } from '../core/snapshot.js';
import type { Host } from './host.js';
import type { View } from './panels/panel.js';
import { previewedOf } from './previewed.js';
import { plain } from './text/plain.js';
import type { UiState } from './ui-state.js';
import { usePast } from './use-past.js';
import { usePreview } from './use-preview.js';

/** Between two looks at a screen that the person asked for: about four in a second, whatever one of them takes. */
const ASKED_MS = 250;
/** And at one that only fills rows to spare: it must not cost more than the rest of the dashboard. */
const UNASKED_MS = 1_000;

/** What is fetched only while it is looked at: the screen of a session, the past. */
export function useSeen(
  host: Host,
  of: {
    readonly view: View;
    /** As the supervisor tells it; the view's may be put in ASCII. */
    readonly raw: Snapshot;
    readonly ui: UiState;
    readonly size: { readonly cols: number; readonly rows: number };
  },
): Required<Pick<View, 'preview' | 'past'>> {
  const { view, raw, ui, size } = of;
  const { ascii } = view.look.glyphs;
  const previewed = previewedOf(view, raw, ui, size, host.captureScreen !== undefined);
  const isClosed = previewed === 'closed';
  const screen = usePreview(
    host,
    isClosed ? null : previewed,
    ascii,
    ui.preview === null ? UNASKED_MS : ASKED_MS,
  );
  const hit = raw.hits[0];
  const mark = `${raw.swapCount} ${raw.swap?.phase} ${hit?.id} ${hit?.state}`;
  const past = usePast(host, ui.modal?.type === 'history', mark, ascii);
  const session = isClosed ? '' : plain(previewed?.name ?? '', ascii);
  return { preview: isClosed ? null : { session, up: ui.preview?.up ?? 0, screen }, past };
}
