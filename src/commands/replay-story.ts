import { isRecord, records } from '../core/json.js';
import type { JournalLine } from '../core/replay/lines.js';
import { historyOf } from './history-lines.js';

/** One line of the timeline: an event, and what it came to. */
export interface StoryLine {
  /** `journal.jsonl:12`. */
  readonly place: string;
  readonly at: string;
  readonly seen: string;
  /** Swaps, hits, tasks and sessions it changed. */
  readonly decided: readonly string[];
}

const DECISIONS: readonly string[] = ['swap', 'hit', 'task', 'session'];

/** The journal told as events and decisions; lines that hold no entry are left out. */
export function storyOf(lines: readonly JournalLine[]): readonly StoryLine[] {
  return lines.flatMap(({ file, line, entry }) => {
    if (entry === null) return [];
    const told = historyOf(entry.fields);
    const decided = told
      .filter(({ what }) => DECISIONS.includes(what))
      .map(({ what, text }) => `${what} ${text}`);
    const event = told.find(({ what }) => !DECISIONS.includes(what));
    const seen = seenText(entry.type, entry.fields) ?? (event ? `${event.what}: ${event.text}` : entry.type);
    return [{ place: `${file}:${line}`, at: entry.at, seen, decided }];
  });
}

/** What happened, in words; null where the history has them. */
function seenText(type: string, fields: Readonly<Record<string, unknown>>): string | null {
  switch (type) {
    case 'polled':
      return records(fields.sessions).map(sessionText).join('; ') || 'a look at the sessions';
    case 'poll-failed':
      return 'tmux was not reached';
    case 'queue-seen':
      return isRecord(fields.queue) ? `queue: ${countsText(fields.queue)}` : 'a look at the queue';
    case 'settled':
      return `${word(fields.effect)} settled: ${outcomeText(fields.outcome)}`;
    case 'heard':
      return isRecord(fields.heard)
        ? `hook: ${word(fields.heard.type)} ${word(fields.heard.error, '')}`.trim()
        : null;
    case 'ticked':
      return 'time passed';
    default:
      return null;
  }
}

function sessionText({ name, reading, rows }: Record<string, unknown>): string {
  const shows = isRecord(reading)
    ? `${word(reading.verdict)}${typeof reading.hit === 'string' ? ` (${reading.hit})` : ''}`
    : word(reading);
  const more = records(rows).map((row) => `row ${word(row.type)}`);
  return `${word(name)}: ${[shows, ...more].join(', ')}`;
}

function countsText(queue: Record<string, unknown>): string {
  return ['waiting', 'running', 'done', 'failed'].map((name) => `${Number(queue[name])} ${name}`).join(', ');
}

function outcomeText(outcome: unknown): string {
  if (!isRecord(outcome)) return '?';
  const { type, refusal, ok, reason, result } = outcome;
  if (isRecord(refusal)) return `${word(type)} refused, ${word(refusal.reason)}`;
  if (isRecord(result)) return `${word(type)} ${word(result.outcome)} ${word(result.reason, '')}`.trim();
  if (ok === false) return `${word(type)} not done, ${word(reason, 'no reason is kept')}`;
  return word(type);
}

function word(value: unknown, none = '?'): string {
  return typeof value === 'string' && value !== '' ? value : none;
}
