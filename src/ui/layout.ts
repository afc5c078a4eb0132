import { clamp } from './clamp.js';
import type { PanelId } from './panels/panel.js';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Places {
  readonly header: Rect;
  readonly status: Rect;
  readonly footer: Rect;
  readonly panels: Readonly<Partial<Record<PanelId, Rect>>>;
  /** One row each of what must stay in sight beside a panel that has the body. */
  readonly strips: Readonly<Partial<Record<StripId, Rect>>>;
  /** Where a modal is drawn; null when none is open. */
  readonly drawer: Rect | null;
}

/** What is in sight at every size, whatever is open. */
export const STRIPS = ['sessions', 'hits'] as const;
export type StripId = (typeof STRIPS)[number];

export interface LayoutInput {
  readonly cols: number;
  readonly rows: number;
  readonly focus: PanelId;
  /** Rows the open modal would fill inside its frame, null when none is open. */
  readonly modal: number | null;
  /** The preview is open. */
  readonly preview?: boolean;
  /** The preview may fill rows that nobody else needs. */
  readonly spare?: boolean;
  /** The focused panel takes the whole body; while a modal is open it steps back. */
  readonly zoom?: boolean;
  /** Rows each panel would fill inside its frame. */
  readonly wants: Readonly<Record<PanelId, number>>;
}

/** Below this the screen is one line. */
const MIN_COLS = 60;
const MIN_ROWS = 15;

const WIDE_COLS = 100;
const PAIR_COLS = 76;
const EDGE = 2;
/** Header and status above, footer below. */
const ABOVE = 2;
const BELOW = 1;
/** What the preview may have of the body, inside its frame: on a high screen the others keep their places. */
const PREVIEW_PART = 0.6;
/** Fewer rows of a screen tell nothing. */
const PREVIEW_LEAST = EDGE + 10;
/** Rows of events beside a preview that nobody asked for: the same for any number, so that none moves it. */
const EVENTS_BESIDE = 8;
/** A frame with one row: what sessions and hits never go below. */
const LEAST = EDGE + 1;

type Band = Readonly<Partial<Record<PanelId, Rect>>>;
type Body = Pick<LayoutInput, 'cols' | 'focus' | 'wants' | 'spare'> & { readonly height: number };

const framed = (rows: number): number => rows + EDGE;

/** Two columns over `height` rows starting at `y`, the right one `side` wide. */
function halves(cols: number, side: number, y: number, height: number): readonly [Rect, Rect] {
  return [
    { x: 0, y, width: cols - side, height },
    { x: cols - side, y, width: side, height },
  ];
}

/** Rows for sessions and for hits, which share `total`; the focused one is served first. */
function share(total: number, { focus, wants }: Body): readonly [number, number] {
  const sessions = framed(wants.sessions);
  const hits = framed(wants.hits);
  const least = total >= 12 ? LEAST + 2 : LEAST;
  if (focus === 'hits') {
    const forHits = clamp(hits, least, total - least);
    return [total - forHits, forHits];
  }
  const forSessions = clamp(
    sessions,
    least,
    Math.max(total - Math.max(least, Math.floor(total * 0.42)), least),
  );
  return [forSessions, total - forSessions];
}

// In the two below `part` is what the queue may have of the height, `kept` what it leaves for sessions and hits.

/** 100 cells and more, few rows: sessions and hits at the left, the queue below them where it fits; the rest at the right. */
function wideLow(body: Body): Band {
  const { cols, height, focus, wants } = body;
  const side = clamp(Math.round(cols * 0.34), 39, 56);
  const [part, kept] = focus === 'queue' ? [0.45, 10] : [0.32, 14];
  const most = Math.min(Math.floor(height * part), height - kept);
  const low = most >= 5 ? clamp(framed(wants.queue), 5, most) : 0;
  const [forSessions, forHits] = share(height - low, body);
  const forAccounts = clamp(framed(wants.accounts), Math.min(5, height), Math.max(height - 5, 5));
  const left = (y: number, rows: number): Rect => ({ x: 0, y, width: cols - side, height: rows });
  const right = (y: number, rows: number): Rect => ({ x: cols - side, y, width: side, height: rows });
  return {
    sessions: left(0, forSessions),
    hits: left(forSessions, forHits),
    ...(low === 0 ? {} : { queue: left(height - low, low) }),
    ...(height >= 10
      ? { accounts: right(0, forAccounts), failover: right(forAccounts, height - forAccounts) }
      : { accounts: right(0, height) }),
  };
}

/** Rows for the hits where they share the screen: by the screen alone, so that a new one moves nothing. */
function hitRows(height: number): number {
  return framed(clamp(Math.round(height * 0.16), 8, 12));
}

/** Events and the preview below each other in so many rows, which the others leave. */
function below(rows: number, { focus, wants, spare }: Body): readonly [number, number] {
  const forEvents = framed(focus === 'events' ? Math.max(wants.events, EVENTS_BESIDE) : EVENTS_BESIDE);
  const left = rows - forEvents;
  return spare === true && left >= PREVIEW_LEAST ? [forEvents, left] : [rows, 0];
}

/** 100 cells and more, many rows: three bands, the events below, and the preview where there are rows to spare. */
function wideHigh(body: Body): Band {
  const { cols, height, focus, wants } = body;
  const side = clamp(Math.round(cols * 0.34), 39, 64);
  const top = clamp(framed(Math.max(wants.sessions, wants.accounts)), 8, Math.floor(height * 0.42));
  const low = framed(Math.max(wants.failover, wants.queue));
  // A swap with its sessions, and a few tasks, need their rows more than what has been.
  const needed = framed(Math.max(wants.failover, Math.min(wants.queue, 6)));
  const hits = focus === 'hits' ? Math.max(framed(wants.hits), hitRows(height)) : hitRows(height);
  const forHits = clamp(hits, 9, Math.max(9, height - top - needed - LEAST));
  const rest = height - top - forHits;
  const few = clamp(rest - needed, LEAST, 5);
  const least = focus === 'events' ? Math.min(framed(wants.events), rest - 6) : few;
  const forLast = rest < 11 ? 0 : Math.max(least, rest - low);
  const [forEvents, forPreview] = below(forLast, body);
  const [sessions, accounts] = halves(cols, side, 0, top);
  const [queue, failover] = halves(cols, side, top + forHits, rest - forLast);
  const full = (y: number, rows: number): Rect => ({ x: 0, y, width: cols, height: rows });
  return {
    sessions,
    accounts,
    hits: full(top, forHits),
    failover,
    queue,
    ...(forEvents === 0 ? {} : { events: full(height - forLast, forEvents) }),
    ...(forPreview === 0 ? {} : { preview: full(height - forPreview, forPreview) }),
  };
}

/** Under 100 cells: one column, accounts and failover side by side where there is room. */
function narrow(body: Body): Band {
  const { cols, height, focus, wants } = body;
  const paired = cols >= PAIR_COLS;
  const midWants = framed(paired ? Math.max(wants.accounts, wants.failover) : wants.accounts);
  const mid = height >= 17 ? clamp(midWants, 5, Math.max(7, Math.floor(height * 0.34))) : 0;
  const low = height >= 36 ? clamp(framed(wants.events), 5, Math.floor(height * 0.18)) : 0;
  const alone = !paired && height >= 32 ? clamp(framed(wants.failover), 5, height >= 44 ? 9 : 6) : 0;
  const [part, kept] = focus === 'queue' ? [0.4, 8] : [0.25, 12];
  const most = Math.min(Math.floor(height * part), height - mid - low - alone - kept);
  const tasks = height >= 26 ? clamp(framed(wants.queue), 5, Math.max(5, most)) : 0;
  const [forSessions, forHits] = share(height - mid - low - alone - tasks, body);
  const full = (y: number, rows: number): Rect => ({ x: 0, y, width: cols, height: rows });
  const [left, right] = halves(cols, Math.floor(cols / 2), forSessions, mid);
  return {
    sessions: full(0, forSessions),
    ...(mid === 0 ? {} : paired ? { accounts: left, failover: right } : { accounts: full(forSessions, mid) }),
    ...(alone === 0 ? {} : { failover: full(forSessions + mid, alone) }),
    hits: full(forSessions + mid + alone, forHits),
    ...(tasks === 0 ? {} : { queue: full(height - low - tasks, tasks) }),
    ...(low === 0 ? {} : { events: full(height - low, low) }),
  };
}

function bands(body: Body): Band {
  if (body.cols < WIDE_COLS) return narrow(body);
  return body.height >= 24 ? wideHigh(body) : wideLow(body);
}

function lowered(band: Band): Band {
  return Object.fromEntries(
    Object.entries(band).map(([id, rect]) => [id, { ...rect, y: rect.y + ABOVE }]),
  ) as Band;
}

/** The focused panel over the whole body, below one row each of sessions and hits. */
function zoomed({ cols, rows, focus }: LayoutInput): Pick<Places, 'panels' | 'strips'> {
  const ids = STRIPS.filter((id) => id !== focus);
  const strips = Object.fromEntries(
    ids.map((id, index) => [id, { x: 0, y: ABOVE + index, width: cols, height: 1 }]),
  );
  const y = ABOVE + ids.length;
  return { panels: { [focus]: { x: 0, y, width: cols, height: rows - BELOW - y } }, strips };
}

/**
 * Where everything stands, from 60 × 15 on; null below that. Sessions and hits are there at every size, whatever is
 * open: a modal, a focused panel that has no place of its own, or the preview takes the lower rows as a drawer; a panel
 * that has the whole body leaves them a row each. Rows that are left over on a large screen show the preview by itself.
 */
export function layout(input: LayoutInput): Places | null {
  const { cols, rows, focus, modal, wants } = input;
  if (cols < MIN_COLS || rows < MIN_ROWS) return null;
  const height = rows - ABOVE - BELOW;
  const line = (y: number): Rect => ({ x: 0, y, width: cols, height: 1 });
  const fixed = { header: line(0), status: line(1), footer: line(rows - 1), strips: {} };
  const drawn = (wanted: number): { readonly band: Band; readonly drawer: Rect } => {
    const least = clamp(Math.floor(height / 2), 2 * LEAST, 14);
    const drawer = clamp(framed(wanted), 5, height - least);
    const band = lowered(bands({ cols, height: height - drawer, focus, wants }));
    return { band, drawer: { x: 0, y: rows - BELOW - drawer, width: cols, height: drawer } };
  };
  if (modal !== null) {
    const { band, drawer } = drawn(modal);
    return { ...fixed, panels: band, drawer };
  }
  if (input.zoom === true) return { ...fixed, ...zoomed(input), drawer: null };
  const low = (id: PanelId, most = height): Places => {
    const { band: above, drawer } = drawn(Math.min(wants[id], most));
    return { ...fixed, panels: { ...above, [id]: drawer }, drawer: null };
  };
  if (input.preview === true) {
    const previewed = low('preview', Math.floor(height * PREVIEW_PART));
    // The focused panel comes first where both have no room.
    if (previewed.panels[focus] !== undefined) return previewed;
  }
  const band = lowered(bands({ cols, height, focus, wants, spare: input.spare === true }));
  return band[focus] !== undefined ? { ...fixed, panels: band, drawer: null } : low(focus);
}
