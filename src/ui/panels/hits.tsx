import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { HitView } from '../../core/snapshot.js';
import { clamp } from '../clamp.js';
import { openHits } from '../facts.js';
import { pieces, wrap } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { hitHeading, hitLine, unquoted } from '../widgets/hit-row.js';
import { Notice } from '../widgets/notice.js';
import { Row, Rows } from '../widgets/row.js';
import { type Listing, windowOf } from '../widgets/window.js';
import type { Panel, PanelProps, View } from './panel.js';

const DETAIL_MAX = 3;

/** Rows a snippet of 120 characters takes; the same for every hit, so that the list above stands still. */
function detailRows(width: number): number {
  return Math.min(DETAIL_MAX, Math.ceil(128 / (width - 4)));
}

/** The selected hit's whole snippet, at the bottom of the panel. */
function detailLines(hit: HitView | undefined, view: View, width: number, rows: number): readonly Line[] {
  const { quote } = view.look.glyphs;
  const text = unquoted(hit?.snippet ?? '');
  const words = wrap(text, width - 4);
  // Long words leave holes: rather a word cut in two than an end that is missing.
  const parts = words.length <= rows ? words : pieces(text, width - 4);
  return Array.from({ length: rows }, (_, index) => {
    const part = parts[index];
    if (part === undefined || part === '') return [];
    return [span(index === 0 ? `  ${quote} ` : '    ', 'accent'), span(part)];
  });
}

/** `room`: rows below the list for the selected one's snippet; `list`: rows for the list. */
function listing({ view, width, rows, focused, selected }: PanelProps): Listing & {
  readonly room: number;
  readonly list: number;
} {
  const { length } = view.snapshot.hits;
  const least = Math.min(length, rows >= 6 ? 3 : 2);
  // The whole snippet of the selected one comes before the names of the columns.
  const isTight = focused && rows - 1 - least < detailRows(width);
  const top = rows >= 5 && !isTight ? 1 : 0;
  const room = focused || rows >= 7 ? clamp(detailRows(width), 0, rows - top - least) : 0;
  const list = rows - top - room;
  return { top, each: 1, room, list, ...windowOf(length, list, selected) };
}

function Body(props: PanelProps): ReactElement {
  const { view, width, rows, focused, selected } = props;
  const { snapshot, look } = view;
  const { hits: all } = snapshot;
  if (all.length === 0) {
    const text = 'None. Whatever looks like a usage limit is logged here, with its verdict and why.';
    return <Notice text={text} width={width} rows={rows} look={look} />;
  }
  const { top, start, size, room, list } = listing(props);
  const detail = detailLines(all[selected], view, width, room);
  const lines = all
    .slice(start, start + size)
    .map((hit, index) => hitLine(hit, { chosen: start + index === selected, focused }, view, width));
  return (
    <>
      {top === 1 ? <Row line={hitHeading(view, width)} width={width} look={look} /> : null}
      <Rows lines={lines} width={width} look={look} selected={focused ? selected - start : -1} />
      {list > size ? <Box height={list - size} flexShrink={0} /> : null}
      <Rows lines={detail} width={width} look={look} />
    </>
  );
}

/** Everything that looked like a limit, and what became of it. */
export const hits: Panel = {
  id: 'hits',
  key: '4',
  title: 'Suspected hits',
  help: 'Whatever looked like a usage limit: when, where, the verdict and why; the selected one with its whole snippet.',
  items: (snapshot) => snapshot.hits.map((hit) => hit.id),
  listing,
  session: ({ hits: all, sessions }, id) => {
    const on = all.find((hit) => hit.id === id)?.session;
    return sessions.find(({ name }) => name === on);
  },
  wants: (snapshot) => (snapshot.hits.length === 0 ? 1 : Math.min(snapshot.hits.length, 12) + 1 + DETAIL_MAX),
  note: ({ snapshot }) => {
    const open = openHits(snapshot).length;
    return open === 0
      ? [span(`${snapshot.hits.length} logged`, 'muted')]
      : [span(`${open} open`, 'warn', true)];
  },
  View: Body,
};
