import { errorText } from '../adapters/errors.js';
import { lookAtTask, type TaskLook } from '../adapters/queue/look.js';
import { cleanText } from '../core/clean-text.js';
import { formatDuration } from '../core/config/duration.js';
import type { TaskHeader } from '../core/dispatcher/task.js';
import type { QueueView, TaskView } from '../core/snapshot.js';
import type { Parsed } from './arguments.js';
import { askOr } from './control.js';
import { EXIT } from './exit.js';
import { complain, out, table } from './print.js';
import { queuePlace } from './queue-place.js';
import { refuse } from './refuse.js';
import { whereOf } from './where.js';

/** `queue show ID`: what the running supervisor knows of it, and what its file says. */
export async function show(parsed: Parsed, id: string): Promise<number> {
  const answer = await askOr(whereOf(parsed), 'GET', '/status');
  if (answer.type === 'told') return answer.code;
  const queue = answer.type === 'answer' ? (answer.body.queue as QueueView | undefined) : undefined;
  const known = queue?.tasks.find((task) => task.id === id) ?? null;
  const place = queuePlace(parsed);
  if (typeof place === 'number') return place;
  try {
    const look = await lookAtTask(place.dir, id);
    if (look !== null || known !== null) {
      out(taskText(id, known, look));
      return EXIT.good;
    }
    return refuse(`No task is called ${id}. See claude-failover queue list.`);
  } catch (error) {
    complain(`The queue folder cannot be read: ${errorText(error)}.`);
    return EXIT.failed;
  }
}

const STATES = { inbox: 'waiting', running: 'running', done: 'done', failed: 'failed' } as const;

/** State, reason, header, then the prompt as it is typed: made fit for a terminal, its lines kept. */
export function taskText(id: string, known: TaskView | null, look: TaskLook | null): string {
  const state = known?.state ?? (look === null ? 'unknown' : STATES[look.shelf]);
  const [first = '', ...more] = (look?.reason ?? '').trim().split('\n');
  const task = look?.task ?? 'Its file is not in the queue folder.';
  const rows = [
    ['id', id],
    ['state', state],
    ...(known?.session ? [['session', known.session]] : []),
    ...(known?.conversation ? [['conversation', known.conversation]] : []),
    ...(known && known.attempt > 0 ? [['attempt', String(known.attempt)]] : []),
    ...(known && known.detail !== '' && first === '' ? [['detail', known.detail]] : []),
    ...(first === '' ? [] : [['reason', first], ...more.map((line) => ['', line])]),
    ...(typeof task === 'string' ? [['file', task]] : headerRows(task.header, known)),
  ];
  const prompt = typeof task === 'string' ? '' : `\n${cleanLines(task.prompt)}\n`;
  return table(rows) + prompt;
}

function headerRows(header: TaskHeader, known: TaskView | null): readonly (readonly string[])[] {
  const { priority, cwd, session, timeout, attempts, conversation } = header;
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    ['priority', priority],
    ['cwd', cwd],
    ['session', known?.session ? undefined : session],
    ['timeout', timeout === undefined ? undefined : formatDuration(timeout)],
    ['attempts', attempts],
    ['conversation', known?.conversation ? undefined : conversation],
  ];
  return rows.flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));
}

/** Line by line, tabs as blanks: indentation is part of a prompt. */
function cleanLines(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
      return (indent.replaceAll('\t', '    ') + cleanText(line)).trimEnd();
    })
    .join('\n');
}
