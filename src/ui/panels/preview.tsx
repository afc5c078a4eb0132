import type { ReactElement } from 'react';
import { shorten } from '../text/cells.js';
import { span } from '../text/line.js';
import { Notice } from '../widgets/notice.js';
import { StyledRows } from '../widgets/styled-rows.js';
import type { Panel, PanelProps, PreviewView, View } from './panel.js';

/** As much as it can get: a pane is rarely higher, and the place must not change with what it shows. */
const WANTED = 50;
const NAME_MAX = 28;

function textInstead({ preview = null }: View): string {
  if (preview === null) return '';
  if (preview.screen.type === 'none') return preview.screen.reason;
  return preview.screen.type === 'here' ? 'Its screen is empty.' : '';
}

/** The last row that stays in sight when it is scrolled up by so many. */
function endOf({ screen, up }: PreviewView, rows: number): number {
  const all = screen.type === 'here' ? screen.what.length : 0;
  return all - Math.min(up, previewMax(screen, rows));
}

/** How many rows it can be scrolled up where so many have room. */
export function previewMax(screen: PreviewView['screen'], rows: number): number {
  return screen.type === 'here' ? Math.max(0, screen.what.length - rows) : 0;
}

function Body({ view, width, rows }: PanelProps): ReactElement {
  const { preview = null, look } = view;
  if (preview?.screen.type !== 'here' || preview.screen.what.length === 0)
    return <Notice text={textInstead(view)} width={width} rows={rows} look={look} />;
  const end = endOf(preview, rows);
  return (
    <StyledRows rows={preview.screen.what.slice(Math.max(0, end - rows), end)} width={width} look={look} />
  );
}

/** What the selected session shows just now. */
export const preview: Panel = {
  id: 'preview',
  key: '7',
  title: 'Preview',
  help: 'The live screen of the selected session, in its colours; arrows scroll it while it is focused.',
  summoned: true,
  items: () => [],
  wants: () => WANTED,
  note: ({ preview: shown = null, look }) => {
    if (shown === null || shown.session === '') return [];
    const { up, ellipsis } = look.glyphs;
    const name = shorten(shown.session, NAME_MAX, ellipsis);
    return [
      span(name, 'accent', true),
      shown.up > 0 ? span(`  ${up}${shown.up}`, 'warn') : span('  live', 'muted'),
    ];
  },
  View: Body,
};
