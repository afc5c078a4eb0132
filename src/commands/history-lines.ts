import { isRecord, records } from '../core/json.js';
import { commandWords } from './command-words.js';
import { word } from './journal-word.js';

export interface HistoryLine {
  /** ISO time. */
  readonly at: string;
  readonly what: 'start' | 'command' | 'swap' | 'hit' | 'task' | 'session' | 'settings' | 'note';
  readonly text: string;
}

/** What one entry of the journal tells of the past; nothing of readings and of outcomes that changed nothing. */
export function historyOf(entry: unknown): readonly HistoryLine[] {
  if (!isRecord(entry) || typeof entry.at !== 'string') return [];
  const { at } = entry;
  const line = (what: HistoryLine['what'], text: string): HistoryLine => ({ at, what, text });
  const swap = isRecord(entry.swap) ? [line('swap', swapText(entry.swap))] : [];
  return [
    ...happened(entry).map(([what, text]) => line(what, text)),
    ...swap,
    ...records(entry.hits).map((hit) => line('hit', hitText(hit))),
    ...records(entry.tasks).map((task) => line('task', taskText(task))),
    ...records(entry.rooms).map((room) => line('session', roomText(room))),
  ];
}

function happened(entry: Record<string, unknown>): readonly (readonly [HistoryLine['what'], string])[] {
  switch (entry.type) {
    case 'started':
      return [['start', `mode ${word(entry.mode)}, ${stateText(entry.provenance)}`]];
    case 'commanded':
      return isRecord(entry.command) ? [['command', commandText(entry.command, entry)]] : [];
    case 'settings-changed':
      return [['settings', word(entry.what)]];
    case 'noted':
      return [['note', word(entry.text)]];
    default:
      return [];
  }
}

/** The order in words; and the refusal, if it was one. */
function commandText(command: Record<string, unknown>, { about, result }: Record<string, unknown>): string {
  const words = commandWords(command, typeof about === 'string' ? about : null);
  const refused = isRecord(result) && result.status === 'refused' ? `: refused, ${word(result.reason)}` : '';
  return `${words}${refused}`;
}

function stateText(provenance: unknown): string {
  switch (provenance) {
    case 'missing':
      return 'the first one, with no state yet';
    case 'previous':
      return 'with the state before the last, which could not be read';
    case 'corrupt':
      return 'with no state: the stored one could not be read';
    default:
      return `state ${word(provenance)}`;
  }
}

function swapText(swap: Record<string, unknown>): string {
  return `${swap.from === null ? 'nothing' : word(swap.from)} → ${word(swap.to)}: ${word(swap.phase)} (${word(swap.origin)})`;
}

function hitText(hit: Record<string, unknown>): string {
  return `${word(hit.session)}: ${word(hit.state)}, ${word(hit.why)}`;
}

function taskText(task: Record<string, unknown>): string {
  const now = 'ended' in task ? `ended, to ${word(task.ended)}` : word(task.step);
  return `${word(task.id)} in ${word(task.room)}: ${now}${task.stalled === true ? ', stalled' : ''}`;
}

function roomText(room: Record<string, unknown>): string {
  return `${word(room.name)}: ${room.parked === true ? 'parked' : 'started'}`;
}
