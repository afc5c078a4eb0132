import { PLACE_OPTIONS, parseArguments, refuseOthers } from './arguments.js';
import { UsageError } from './exit.js';

const OPTIONS = {
  ...PLACE_OPTIONS,
  json: { type: 'boolean' },
  priority: { type: 'string' },
  cwd: { type: 'string' },
  session: { type: 'string' },
  timeout: { type: 'string' },
  attempts: { type: 'string' },
  conversation: { type: 'string' },
  name: { type: 'string' },
} as const;

/** What each takes besides `--config` and `--state-dir`. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  add: ['priority', 'cwd', 'session', 'timeout', 'attempts', 'conversation', 'name'],
  list: ['json'],
  show: [],
  retry: [],
  cancel: [],
  release: [],
};

/** The words of a task need no quotes. */
const MOST_WORDS = 10_000;

/** `queue add|list|show|retry|cancel|release`. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, OPTIONS, MOST_WORDS);
  const [verb = '', ...rest] = parsed.positionals;
  if (!Object.hasOwn(VERBS, verb))
    throw new UsageError('queue takes add, list, show, retry, cancel or release');
  refuseOthers(parsed, `queue ${verb}`, [...Object.keys(PLACE_OPTIONS), ...(VERBS[verb] ?? [])]);
  if (verb === 'add') return (await import('./queue-add.js')).add(parsed, rest);
  if (verb === 'list') {
    if (rest.length > 0) throw new UsageError(`unexpected argument "${rest[0]}"`);
    return (await import('./queue-list.js')).list(parsed);
  }
  const [id] = rest;
  if (id === undefined || rest.length > 1) throw new UsageError(`queue ${verb} takes the id of one task`);
  if (verb === 'show') return (await import('./queue-show.js')).show(parsed, id);
  return (await import('./queue-act.js')).act(parsed, verb as 'retry' | 'cancel' | 'release', id);
}
