import type { Instant } from '../time.js';
import { type Delivery, type Entry, isDelivered, type Outbox } from './outbox.js';
import { keyOf } from './standing.js';

function changed(outbox: Outbox, change: (entry: Entry) => Entry): Outbox {
  const entries = outbox.entries.map(change);
  return entries.every((entry, index) => entry === outbox.entries[index]) ? outbox : { ...outbox, entries };
}

/** The person saw this message. The same outbox when none of that id waits. */
export function acknowledged(outbox: Outbox, id: string): Outbox {
  return changed(outbox, (entry) => (entry.id === id && !entry.seen ? { ...entry, seen: true } : entry));
}

/** The person is there: all that reached a channel counts as seen. */
export function allAcknowledged(outbox: Outbox): Outbox {
  return changed(outbox, (entry) => (isDelivered(entry) && !entry.seen ? { ...entry, seen: true } : entry));
}

/** `said`: how many dropped messages it spoke of. */
export function delivered(
  outbox: Outbox,
  id: string,
  channel: string,
  { delivery, said }: { readonly delivery: Delivery; readonly said: number },
): Outbox {
  const marked = changed(outbox, (entry) =>
    entry.id === id ? { ...entry, done: { ...entry.done, [channel]: delivery } } : entry,
  );
  if (delivery !== 'sent' || said === 0) return marked;
  return { ...marked, dropped: Math.max(0, marked.dropped - said) };
}

/** Marks what ended by itself. `stands`: asked by the condition's key. */
export function ended(outbox: Outbox, stands: (key: string) => boolean): Outbox {
  const over = outbox.told.filter((key) => !stands(key));
  if (over.length === 0) return outbox;
  const marked = changed(outbox, (entry) => {
    const fresh = over.filter((key) => !entry.ended.includes(key) && mentions(entry, key));
    return fresh.length === 0 ? entry : { ...entry, ended: [...entry.ended, ...fresh] };
  });
  return { ...marked, told: outbox.told.filter((key) => !over.includes(key)) };
}

function mentions(entry: Entry, key: string): boolean {
  return entry.lines.some((line) => keyOf(line.kind, line.about) === key);
}

/** Instants of an earlier process, told in this one's steady time; a clock that went back counts as no time. */
export function rebased(outbox: Outbox, at: Instant): Outbox {
  return changed(outbox, (entry) => {
    const { wallMs } = entry.openedAt;
    const openedAt = { wallMs, steadyMs: at.steadyMs - Math.max(0, at.wallMs - wallMs) };
    return { ...entry, openedAt };
  });
}
