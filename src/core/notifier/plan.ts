import { elapsed, type Instant, MINUTE } from '../time.js';
import { type Health, isLost, waitOf } from './health.js';
import { asks, type Entry, isDelivered, type Outbox, type Rules, stillAsks } from './outbox.js';

/** A channel that is configured and has its secret. The first of several gets everything, the others what is escalated. */
export interface ChannelState {
  readonly name: string;
  readonly health: Health;
  /** A message is on its way. */
  readonly busy: boolean;
}

export interface Situation {
  readonly at: Instant;
  readonly channels: readonly ChannelState[];
  readonly rules: Rules;
  /** The quiet hours are on. */
  readonly quiet: boolean;
}

/** The next entry for this channel, busy or waiting as it may be; null when it has none. */
export function nextFor(outbox: Outbox, channel: ChannelState, situation: Situation): Entry | null {
  return outbox.entries.find((entry) => wants(entry, channel, situation)) ?? null;
}

function wants(entry: Entry, channel: ChannelState, situation: Situation): boolean {
  if (entry.open || entry.done[channel.name] !== undefined) return false;
  const first = situation.channels[0];
  if (channel.name === first?.name) return !isDelivered(entry) || stillAsks(entry);
  return escalates(entry, first, situation);
}

/** Does it go to the second channel as well, or instead? */
function escalates(entry: Entry, first: ChannelState | undefined, { at, rules }: Situation): boolean {
  if (!asks(entry) || (isDelivered(entry) && !stillAsks(entry))) return false;
  if (first === undefined || entry.done[first.name] === 'rejected') return true;
  if (!entry.done[first.name] && isLost(first.health, at, rules.escalateMs)) return true;
  return elapsed(entry.openedAt, at) >= rules.escalateMs;
}

/** Takes out what nobody needs any more. */
export function swept(outbox: Outbox, channels: readonly ChannelState[]): Outbox {
  const entries = outbox.entries.filter((entry) => entry.open || !isFinished(entry, channels));
  return entries.length === outbox.entries.length ? outbox : { ...outbox, entries };
}

function isFinished(entry: Entry, channels: readonly ChannelState[]): boolean {
  const first = channels[0];
  if (first === undefined) return false;
  if (channels.every((channel) => entry.done[channel.name] !== undefined)) return true;
  if (isDelivered(entry)) return !stillAsks(entry);
  return entry.done[first.name] === 'rejected' && !asks(entry);
}

/** Milliseconds until something can be due again without a new event; null: never. */
export function nextWake(outbox: Outbox, situation: Situation): number | null {
  const { at, rules, quiet, channels } = situation;
  const waits: number[] = [];
  for (const entry of outbox.entries) {
    const age = elapsed(entry.openedAt, at);
    if (entry.open && (entry.bucket === 'held' || (quiet && entry.bucket === 'digest')))
      waits.push(MINUTE - (at.wallMs % MINUTE));
    else if (entry.open) waits.push((entry.bucket === 'now' ? rules.coalesceMs : rules.digestMs) - age);
    else if (age < rules.escalateMs) waits.push(rules.escalateMs - age);
  }
  for (const channel of channels) {
    if (!channel.busy && nextFor(outbox, channel, situation)) waits.push(waitOf(channel.health, at));
    const { failingSince, off } = channel.health;
    const lostIn = failingSince && !off ? rules.escalateMs - elapsed(failingSince, at) : 0;
    if (lostIn > 0 && outbox.entries.length > 0) waits.push(lostIn);
  }
  return waits.length === 0 ? null : Math.max(0, Math.min(...waits));
}
