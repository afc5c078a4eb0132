import { isRecord, valueAt } from '../json.js';
import type { Finding } from './explain.js';

/** How the file adapter compares two paths: `~` and relative parts resolved, no trailing slash. */
export type NormalisePath = (path: string) => string;

function entries(raw: unknown, path: readonly (string | number)[]): readonly Record<string, unknown>[] {
  const list = valueAt(raw, path);
  return Array.isArray(list) ? list.map((entry: unknown) => (isRecord(entry) ? entry : {})) : [];
}

function repeated(
  values: readonly unknown[],
  same: (value: string) => string,
  finding: (index: number, value: string, first: number) => Finding,
): readonly Finding[] {
  const seen = new Map<string, number>();
  const found: Finding[] = [];
  values.forEach((value, index) => {
    if (typeof value !== 'string') return;
    const key = same(value);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else found.push(finding(index, value, first));
  });
  return found;
}

function accountChecks(raw: unknown, normalise: NormalisePath): readonly Finding[] {
  const base = ['accounts', 'list'];
  const list = entries(raw, base);
  const link = valueAt(raw, ['accounts', 'link']);
  const linkPath = normalise(typeof link === 'string' ? link : '~/.claude');
  const isLink: Finding[] = list.flatMap((entry, index) =>
    typeof entry.dir === 'string' && normalise(entry.dir) === linkPath
      ? [
          {
            path: [...base, index, 'dir'],
            message:
              'is the link itself: an account needs a directory of its own, such as ~/.claude-accounts/work',
          },
        ]
      : [],
  );
  return [
    ...repeated(
      list.map((entry) => entry.name),
      (value) => value,
      (index, value, first) => ({
        path: [...base, index, 'name'],
        message: `names "${value}" a second time (first in entry ${first + 1}): every account needs a name of its own`,
      }),
    ),
    ...repeated(
      list.map((entry) => entry.dir),
      normalise,
      (index, value, first) => ({
        path: [...base, index, 'dir'],
        message: `is the directory of entry ${first + 1} again ("${value}"): every account needs a directory of its own`,
      }),
    ),
    ...isLink,
  ];
}

function sessionChecks(raw: unknown): readonly Finding[] {
  const base = ['sessions', 'dedicated'];
  const list = entries(raw, base);
  const names = list.map((entry) => entry.name);
  const pool = valueAt(raw, ['sessions', 'pool']);
  const twice = repeated(
    names,
    (value) => value,
    (index, value, first) => ({
      path: [...base, index, 'name'],
      message: `names "${value}" a second time (first in entry ${first + 1}): list each session once`,
    }),
  );
  if (!isRecord(pool)) return twice;
  const prefix = typeof pool.prefix === 'string' ? pool.prefix : 'ccl-';
  const first = typeof pool.first === 'number' ? pool.first : 1;
  const size = typeof pool.size === 'number' ? pool.size : 1;
  const inPool = names.flatMap((value, index) => {
    if (typeof value !== 'string' || !value.startsWith(prefix)) return [];
    const digits = value.slice(prefix.length);
    const number = /^(0|[1-9]\d{0,8})$/.test(digits) ? Number(digits) : -1;
    if (number < first || number >= first + size) return [];
    const message = `"${value}" is a session of the pool too: choose another name or another sessions.pool.prefix`;
    return [{ path: [...base, index, 'name'], message }];
  });
  return [...twice, ...inPool];
}

const REFUSED_VARIABLES = {
  CLAUDE_CONFIG_DIR: 'would pin these sessions to one account, and no swap could reach them: remove it',
  // Schemas of records pass over this one.
  ['__proto__']: 'cannot be the name of a variable here: choose another name',
};

function variableChecks(raw: unknown): readonly Finding[] {
  const places: readonly (readonly (string | number)[])[] = [
    ['sessions', 'pool', 'env'],
    ...entries(raw, ['sessions', 'dedicated']).map((_, index) => ['sessions', 'dedicated', index, 'env']),
  ];
  return places.flatMap((path) => {
    const env = valueAt(raw, path);
    if (!isRecord(env)) return [];
    const refused = Object.entries(REFUSED_VARIABLES).filter(([name]) => Object.hasOwn(env, name));
    return refused.map(([name, message]) => ({ path: [...path, name], message }));
  });
}

/** Whether the normalised `path` is `folder` or lies below it. */
function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Link, accounts and queue lie apart: a swap moves what is below the link, and the queue's files are everybody's. */
function placeChecks(raw: unknown, normalise: NormalisePath): readonly Finding[] {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? normalise(value) : null);
  const link = text(valueAt(raw, ['accounts', 'link'])) ?? normalise('~/.claude');
  const queue = text(valueAt(raw, ['dispatcher', 'queue_dir']));
  const found: Finding[] = [];
  const inQueue = (of: string) => ({
    path: ['dispatcher', 'queue_dir'],
    message: `lies within ${of}: name a folder apart from it, such as ~/agent-queue`,
  });
  if (queue !== null && isWithin(queue, link)) found.push(inQueue('the link, accounts.link'));
  entries(raw, ['accounts', 'list']).forEach((entry, index) => {
    const dir = text(entry.dir);
    if (dir === null) return;
    const path = ['accounts', 'list', index, 'dir'];
    if (dir !== link && isWithin(dir, link))
      found.push({
        path,
        message: 'lies within the link, which points elsewhere after a swap: name a folder apart from it',
      });
    if (dir !== link && isWithin(link, dir))
      found.push({
        path: ['accounts', 'link'],
        message: `lies within an account's directory (entry ${index + 1}): place it elsewhere`,
      });
    if (queue !== null && isWithin(queue, dir))
      found.push(inQueue(`an account's directory (entry ${index + 1})`));
  });
  return found;
}

/** What one key alone cannot show. Reads the raw document, so that it speaks up beside schema errors, not after them. */
export function crossChecks(raw: unknown, normalise: NormalisePath): readonly Finding[] {
  return [
    ...accountChecks(raw, normalise),
    ...placeChecks(raw, normalise),
    ...sessionChecks(raw),
    ...variableChecks(raw),
  ];
}
