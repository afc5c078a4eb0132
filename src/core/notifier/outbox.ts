import type { NoticeKind } from '../engine/effects.js';
import { elapsed, type Instant } from '../time.js';
import { gravest, KINDS } from './kinds.js';
import type { MessageLevel, Notice } from './message.js';
import { keyOf, lasts } from './standing.js';

/** What became of an entry on a channel: it took it, or refused it for good but for a hint that there was one. */
export type Delivery = 'sent' | 'rejected';

/** One message to be, from its first event until nobody needs it any more. */
export interface Entry {
  readonly id: string;
  /** `now`: goes out soon · `digest`: gathers for a while · `held`: waits for the end of the quiet hours. */
  readonly bucket: 'now' | 'digest' | 'held';
  /** Still takes events; a closed one may be sent. */
  readonly open: boolean;
  readonly openedAt: Instant;
  readonly lines: readonly Notice[];
  /** Events left out for want of room. */
  readonly more: number;
  /** The person reacted. */
  readonly seen: boolean;
  /** Conditions told in it that ended meanwhile, as `keyOf` names them. */
  readonly ended: readonly string[];
  /** By channel. */
  readonly done: Readonly<Record<string, Delivery>>;
}

/** All that is to be told and was not yet, with what must be known of it after a restart. */
export interface Outbox {
  /** Oldest first. */
  readonly entries: readonly Entry[];
  /** Messages dropped for want of room since the last one that said so. */
  readonly dropped: number;
  /** Standing conditions that were taken in, as `keyOf` names them: a new start does not tell them again. */
  readonly told: readonly string[];
  /** A supervisor works with it. Found true at a start: the one before did not end properly. */
  readonly running: boolean;
  /** Wall times of the last starts after an improper end. */
  readonly unclean: readonly number[];
}

export const EMPTY_OUTBOX: Outbox = { entries: [], dropped: 0, told: [], running: false, unclean: [] };

/** Spans in milliseconds, as in the configuration. */
export interface Rules {
  readonly coalesceMs: number;
  readonly digestMs: number;
  readonly escalateMs: number;
}

export const ENTRIES_MAX = 100;
export const LINES_MAX = 40;
const TOLD_MAX = 300;

export function kindOf(entry: Entry): NoticeKind {
  return gravest(entry.lines.map((line) => line.kind));
}

export function levelOf(entry: Entry): MessageLevel {
  return KINDS[kindOf(entry)].level;
}

/** Conditions in it that only a person can end. */
function asked(entry: Entry): readonly string[] {
  return entry.lines.filter((line) => KINDS[line.kind].asks).map((line) => keyOf(line.kind, line.about));
}

export function asks(entry: Entry): boolean {
  return asked(entry).length > 0;
}

/** It asks, and neither did the person react nor did all of it end by itself. */
export function stillAsks(entry: Entry): boolean {
  return !entry.seen && asked(entry).some((key) => !entry.ended.includes(key));
}

export function isDelivered(entry: Entry): boolean {
  return Object.values(entry.done).includes('sent');
}

/** Takes a notice in; it joins the open entry of its bucket, or begins one with the id `id`. */
export function take(
  outbox: Outbox,
  notice: Notice,
  { id, at, quiet }: { readonly id: string; readonly at: Instant; readonly quiet: boolean },
): Outbox {
  const bucket = bucketOf(notice.kind, quiet);
  const joined = outbox.entries.find((entry) => entry.open && entry.bucket === bucket);
  const entries = joined
    ? outbox.entries.map((entry) => (entry === joined ? withLine(entry, notice) : entry))
    : [...outbox.entries, begun(id, bucket, at, notice)];
  return bounded({ ...outbox, entries, told: withCondition(outbox.told, notice) });
}

function withCondition(told: readonly string[], { kind, about }: Notice): readonly string[] {
  if (!lasts(kind)) return told;
  const key = keyOf(kind, about);
  return [...told.filter((known) => known !== key), key].slice(-TOLD_MAX);
}

function bucketOf(kind: NoticeKind, quiet: boolean): Entry['bucket'] {
  if (kind === 'suspected') return 'digest';
  return quiet && !KINDS[kind].through ? 'held' : 'now';
}

function begun(id: string, bucket: Entry['bucket'], openedAt: Instant, notice: Notice): Entry {
  const lines = [notice];
  return { id, bucket, open: true, openedAt, lines, more: 0, seen: false, ended: [], done: {} };
}

function withLine(entry: Entry, line: Notice): Entry {
  const key = keyOf(line.kind, line.about);
  return roomy({
    ...entry,
    lines: [...entry.lines, line],
    ended: entry.ended.filter((ended) => ended !== key),
  });
}

/** At most LINES_MAX lines; the oldest that ask for nobody go first. */
function roomy(entry: Entry): Entry {
  const surplus = entry.lines.length - LINES_MAX;
  if (surplus <= 0) return entry;
  const easy = entry.lines.filter((line) => !KINDS[line.kind].asks);
  const gone = new Set([...easy, ...entry.lines.filter((line) => !easy.includes(line))].slice(0, surplus));
  return { ...entry, lines: entry.lines.filter((line) => !gone.has(line)), more: entry.more + surplus };
}

/** What goes first for want of room; of the urgent, what was told already and only waits for a reaction. */
const DROP_ORDER: readonly ((entry: Entry) => boolean)[] = [
  (entry) => levelOf(entry) === 'info',
  (entry) => levelOf(entry) === 'warn',
  isDelivered,
  () => true,
];

/** At most ENTRIES_MAX entries: the oldest of the least level goes, never the newest of all. */
function bounded(outbox: Outbox): Outbox {
  if (outbox.entries.length <= ENTRIES_MAX) return outbox;
  const candidates = outbox.entries.slice(0, -1);
  const drop = DROP_ORDER.flatMap((goes) => candidates.find(goes) ?? [])[0];
  const dropped = outbox.dropped + (drop && !isDelivered(drop) ? 1 : 0);
  return { ...outbox, entries: outbox.entries.filter((entry) => entry !== drop), dropped };
}

/** Closes what has gathered long enough. The end of the quiet hours makes one summary of all that waited for it. */
export function ripen(outbox: Outbox, at: Instant, rules: Rules, quiet: boolean): Outbox {
  const ripe = outbox.entries.filter((entry) => entry.open && isRipe(entry, at, rules, quiet));
  if (ripe.length === 0) return outbox;
  const [held, ...others] = ripe.filter((entry) => entry.bucket !== 'now');
  const summary = held && others.reduce(merged, held);
  const entries = outbox.entries
    .filter((entry) => !others.includes(entry))
    .map((entry) => (entry === held && summary ? summary : entry))
    .map((entry) => (ripe.some((one) => one.id === entry.id) ? { ...entry, open: false } : entry));
  return { ...outbox, entries };
}

function isRipe(entry: Entry, at: Instant, rules: Rules, quiet: boolean): boolean {
  if (entry.bucket === 'held') return !quiet;
  const age = elapsed(entry.openedAt, at);
  return entry.bucket === 'now' ? age >= rules.coalesceMs : !quiet && age >= rules.digestMs;
}

function merged(first: Entry, second: Entry): Entry {
  const lines = [...first.lines, ...second.lines].sort((a, b) => a.atMs - b.atMs);
  return roomy({ ...first, lines, more: first.more + second.more });
}
