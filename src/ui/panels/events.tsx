import type { ReactElement } from 'react';
import type { EventView } from '../../core/snapshot.js';
import { clamp } from '../clamp.js';
import { type Line, span } from '../text/line.js';
import { clockPast } from '../text/time.js';
import type { Tone } from '../theme.js';
import { Notice } from '../widgets/notice.js';
import { Rows } from '../widgets/row.js';
import { type Listing, windowOf } from '../widgets/window.js';
import type { Panel, PanelProps, View } from './panel.js';

const TONES: Readonly<Record<EventView['level'], Tone>> = {
  info: 'muted',
  good: 'good',
  warn: 'warn',
  bad: 'bad',
};

/** A clock with its seconds, or with its weekday where the clock alone would mislead. */
const TIME = 9;

function eventLine(event: EventView, chosen: boolean, { look, now, zone }: View): Line {
  const { glyphs } = look;
  const signs = { info: glyphs.dot, good: glyphs.done, warn: glyphs.alert, bad: glyphs.limited };
  return [
    span(chosen ? `${glyphs.marker} ` : '  ', 'accent'),
    span(`${clockPast(Date.parse(event.at), now, zone).trim().padEnd(TIME)} `, 'muted'),
    span(`${signs[event.level]} `, TONES[event.level]),
    span(event.text),
  ];
}

function listing({ view, rows, selected }: PanelProps): Listing {
  return { top: 0, each: 1, ...windowOf(view.snapshot.events.length, rows, selected) };
}

function Body(props: PanelProps): ReactElement {
  const { view, width, rows, focused, selected } = props;
  const { snapshot, look } = view;
  if (snapshot.events.length === 0) {
    return <Notice text="Nothing has happened yet." width={width} rows={rows} look={look} />;
  }
  const { start, size } = listing(props);
  const chosen = focused ? selected - start : -1;
  const lines = snapshot.events
    .slice(start, start + size)
    .map((event, index) => eventLine(event, index === chosen, view));
  return <Rows lines={lines} width={width} look={look} selected={chosen} />;
}

/** What happened, newest first. */
export const events: Panel = {
  id: 'events',
  key: '6',
  title: 'Events',
  help: 'What happened, newest first.',
  // An event has no id: its time and text are as good, and a number tells twins apart.
  items: (snapshot) => {
    const seen = new Map<string, number>();
    return [...snapshot.events]
      .reverse()
      .map((event) => {
        const key = `${event.at} ${event.text}`;
        const twin = (seen.get(key) ?? 0) + 1;
        seen.set(key, twin);
        return `${key} ${twin}`;
      })
      .reverse();
  },
  listing,
  note: () => [],
  wants: (snapshot) => clamp(snapshot.events.length, 3, 40),
  View: Body,
};
