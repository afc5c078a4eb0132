import { cleanText } from '../clean-text.js';
import { DAY, MINUTE } from '../time.js';
import { KINDS } from './kinds.js';
import { type Button, callbackData, type Message, type Notice } from './message.js';
import { asks, type Entry, kindOf, levelOf, stillAsks } from './outbox.js';
import { keyOf } from './standing.js';

/** An instant in the person's zone: `minuteOfDay` 0 to 1439, `clock` `23:10`, `date` `22 Nov`. */
export interface LocalTime {
  readonly minuteOfDay: number;
  readonly clock: string;
  readonly date: string;
}

export interface ComposeContext {
  readonly nowMs: number;
  readonly local: (wallMs: number) => LocalTime;
  /** Messages dropped since the last one, said here. */
  readonly dropped: number;
}

const LINE_MAX = 600;
/** Older than this an event says when it was. */
const LATE_MS = 5 * MINUTE;

/** The message of an entry as it is sent now. */
export function compose(entry: Entry, context: ComposeContext): Message {
  const shown = [...entry.lines].sort((a, b) => a.atMs - b.atMs);
  const lines = shown.flatMap((line) => linesOf(line, entry, context));
  if (entry.more > 0) lines.push(`${count(entry.more, 'more event')} left out.`);
  if (context.dropped > 0) lines.push(`${count(context.dropped, 'older message')} dropped: too many waited.`);
  return {
    id: entry.id,
    kind: kindOf(entry),
    atMs: shown[0]?.atMs ?? context.nowMs,
    text: lines.join('\n'),
    level: levelOf(entry),
    buttons: buttonsOf(entry),
  };
}

/** That there is something to tell, where its own words are not taken: plain ASCII, nothing foreign in it. */
export function bareOf(message: Message): Message {
  const { lead } = KINDS[message.kind];
  const what = lead === '' ? 'A message' : `${lead}a message about it`;
  const where = 'claude-failover status tells how things stand, claude-failover history what happened.';
  const text = `${what} could not be delivered so far. ${where}`;
  return { ...message, id: `${message.id}-bare`, text, buttons: [] };
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? ' was' : 's were'}`;
}

function linesOf(line: Notice, entry: Entry, context: ComposeContext): readonly string[] {
  const { lead, todo, asks: isAsked } = KINDS[line.kind];
  const words = `${timeOf(line.atMs, context)}${lead}${cleanText(line.text, LINE_MAX)}`;
  if (!isAsked) return [words];
  if (entry.ended.includes(keyOf(line.kind, line.about))) return [words, 'That is over by now.'];
  return [words, todo.replace('$', () => cleanText(line.about ?? '', 80))];
}

/** '' for what just happened, `23:10 ` for what is late, with the date after a day. */
function timeOf(atMs: number, { nowMs, local }: ComposeContext): string {
  const age = nowMs - atMs;
  if (age < LATE_MS) return '';
  const { clock, date } = local(atMs);
  return age > DAY ? `${date} ${clock} ` : `${clock} `;
}

function buttonsOf(entry: Entry): readonly Button[] {
  if (!stillAsks(entry)) return [];
  const proposal = entry.lines.findLast((line) => line.kind === 'proposal');
  const isOpen = proposal && !entry.ended.includes(keyOf(proposal.kind, proposal.about));
  const seen: Button = { label: 'Seen', data: callbackData({ type: 'ack', message: entry.id }) };
  if (!isOpen) return [seen];
  const answer = (type: 'yes' | 'no') => callbackData({ type, proposalAtMs: proposal.atMs });
  return [{ label: 'Swap', data: answer('yes') }, { label: 'Not now', data: answer('no') }, seen];
}

/** Sent a second time because nobody reacted. */
export function escalationNote(
  entry: Entry,
  first: { readonly name: string; readonly label: string },
): string {
  if (!asks(entry)) return '';
  return entry.done[first.name] === 'sent'
    ? `Nobody reacted to this on ${first.label}.`
    : `This could not be delivered on ${first.label}.`;
}

/** Text of at most `max` UTF-16 units, cut at the end of a line or a word, whole characters, the cut shown. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = text.slice(0, max - 2);
  const line = room.lastIndexOf('\n');
  const blank = room.lastIndexOf(' ');
  const at = line > max / 2 ? line : blank > max / 2 ? blank : room.length;
  return `${room.slice(0, at).replace(/[\ud800-\udbff]$/, '')} …`;
}

const SUBJECT_MAX = 150;

/** One line, at most 150 UTF-16 units. */
export function subjectOf(message: Message): string {
  const urgent = message.level === 'urgent' ? message.text.split('\n') : [];
  const lead = KINDS[message.kind].lead;
  const line = urgent.find((one) => lead !== '' && one.includes(lead)) ?? message.text.split('\n')[0] ?? '';
  return cutText(`claude-failover: ${cleanText(line, SUBJECT_MAX * 2)}`, SUBJECT_MAX);
}
