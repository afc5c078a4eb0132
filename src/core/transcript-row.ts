import { cleanText } from './clean-text.js';
import { isRecord } from './json.js';
import type { TranscriptRow } from './transcript.js';
import { type Fields, numberAt, stringAt } from './transcript-fields.js';
import { compactionLimitOf, limitOf } from './transcript-limit.js';

type Base = Pick<TranscriptRow, 'uuid' | 'atMs' | 'sidechain'>;

const MAX_TEXT = 300;

/** The text blocks of a message, or its plain content. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  const blocks: readonly unknown[] = content;
  return blocks
    .map((block) => (isRecord(block) && block.type === 'text' ? stringAt(block, 'text') : ''))
    .filter((text) => text !== '')
    .join('\n');
}

function has(content: unknown, type: string): boolean {
  return Array.isArray(content) && content.some((block: unknown) => isRecord(block) && block.type === type);
}

const PLAIN = { limit: null, error: '', status: null, endsTurn: false } as const;

function failedRow(base: Base, fields: Fields, text: string, zone: string): TranscriptRow {
  const limit = limitOf(fields, text, base.atMs, zone);
  const short = cleanText(text, MAX_TEXT);
  if (limit !== null) return { ...base, ...PLAIN, type: 'limit', text: short, limit, endsTurn: true };
  // 1.0.60 says this on a plain 429 and gives no field: without an `|epoch` (also `|0`) it is no usage limit.
  const falseAlarm = text.startsWith('Claude AI usage limit reached');
  const error = stringAt(fields, 'error') || (falseAlarm ? 'rate_limit' : '');
  const told = /\bAPI Error: (?:Repeated )?([45]\d\d)\b|\((429)\)/.exec(text);
  const status = numberAt(fields, 'apiErrorStatus') ?? (told === null ? null : Number(told[1] ?? told[2]));
  return { ...base, ...PLAIN, type: 'api-error', text: short, error, status, endsTurn: true };
}

function assistantRow(base: Base, fields: Fields, zone: string): TranscriptRow | null {
  if (!isRecord(fields.message)) return null;
  const { content } = fields.message;
  const text = textOf(content);
  if (fields.isApiErrorMessage === true) return failedRow(base, fields, text, zone);
  const ended = ['end_turn', 'stop_sequence', 'max_tokens', 'refusal'].includes(
    stringAt(fields.message, 'stop_reason'),
  );
  const endsTurn = ended && !has(content, 'tool_use');
  return { ...base, ...PLAIN, type: 'reply', text: cleanText(text, MAX_TEXT), endsTurn };
}

/** Rows the CLI writes in the person's name: commands, their output, reminders, ends of background tasks. */
const COMMAND_ROW = /^\s*<(?:command-|local-command-|bash-|user-memory-|system-reminder|task-notification)/;

/** 2.1.330 says who spoke: `human`, `task-notification`, … Commands and their output carry no such mark. */
function isWrittenByCli(fields: Fields, text: string): boolean {
  const origin = isRecord(fields.origin) ? stringAt(fields.origin, 'kind') : '';
  if (origin === 'task-notification') return true;
  if (fields.isMeta === true || fields.isVisibleInTranscriptOnly === true) return true;
  return COMMAND_ROW.test(text) && (origin !== 'human' || /^\s*<command-/.test(text));
}

function userRow(base: Base, fields: Fields): TranscriptRow | null {
  if (!isRecord(fields.message)) return null;
  const { content } = fields.message;
  const text = textOf(content);
  const short = cleanText(text, MAX_TEXT);
  if (has(content, 'tool_result')) return { ...base, ...PLAIN, type: 'tool-result', text: short };
  if (isWrittenByCli(fields, text)) return null;
  const written = fields.isCompactSummary === true || text.startsWith('[Request interrupted by user');
  return { ...base, ...PLAIN, type: written ? 'notice' : 'prompt', text: short };
}

function systemRow(base: Base, fields: Fields, zone: string): TranscriptRow | null {
  const refused = compactionLimitOf(fields, base.atMs, zone);
  if (refused !== null) {
    const { limit } = refused;
    return {
      ...base,
      ...PLAIN,
      type: 'limit',
      text: cleanText(refused.text, MAX_TEXT),
      limit,
      endsTurn: true,
    };
  }
  const text = cleanText(stringAt(fields, 'content'), MAX_TEXT);
  if (stringAt(fields, 'subtype') === 'api_error') {
    // A retry that goes on by itself, written by some 2.0 and 2.1 versions: it ends nothing.
    const status = isRecord(fields.error) ? numberAt(fields.error, 'status') : null;
    return { ...base, ...PLAIN, type: 'api-error', text, status };
  }
  return text === '' || fields.isMeta === true ? null : { ...base, ...PLAIN, type: 'notice', text };
}

/**
 * One parsed line of a transcript as far as decisions need it; null for lines that say nothing of the conversation
 * (titles, snapshots, commands). Never throws. Facts: CLI 1.0.60 to 2.1.330. A limit line without `isApiErrorMessage`
 * is the model talking: a reply. Reset times taken from text carry the minute the CLI cuts; `zone` (IANA) is for those
 * printed without one.
 */
export function parseRow(json: unknown, zone: string): TranscriptRow | null {
  if (!isRecord(json)) return null;
  const uuid = stringAt(json, 'uuid');
  const atMs = Date.parse(stringAt(json, 'timestamp'));
  if (!/^[\w-]{1,64}$/.test(uuid) || !Number.isFinite(atMs)) return null;
  const base: Base = { uuid, atMs, sidechain: json.isSidechain === true };
  switch (json.type) {
    case 'assistant':
      return assistantRow(base, json, zone);
    case 'user':
      return userRow(base, json);
    case 'system':
      return systemRow(base, json, zone);
    default:
      return null;
  }
}
