import { COMMON, type CommandEntry } from './command.js';

/** The command for the queue folder; it works with and without a running supervisor. */
export const QUEUE_COMMAND: CommandEntry = {
  name: 'queue',
  usage: 'add [-|FILE|TEXT] | list [--json] | show ID | retry ID | cancel ID | release ID',
  summary: 'tasks for idle sessions of the pool: adds, lists, shows, ends or retries them',
  details: [
    'add -              a task from standard input',
    'add FILE           from a file (Markdown, with or without front matter)',
    'add TEXT           the words themselves',
    '  --priority N       9 runs first, 0 last (default 5)',
    '  --cwd DIR          where its process starts',
    '  --session NAME     the pool session that alone may run it',
    '  --timeout D        how long it may work (30s, 5m, 1h30m)',
    '  --attempts N       how often it is tried in all',
    '  --conversation ID  a conversation to go on with',
    '  --name NAME        what it is called; its id is made of it',
    'list [--json]      waiting, running, failed and done ones; * marks the next',
    'show ID            state, reason, header and prompt',
    'retry ID           a failed or stalled one waits again',
    'cancel ID          a waiting or running one ends as failed, its process with it',
    'release ID         a running one ends as failed, its session goes on untouched',
    ...COMMON,
    '',
    "claude-failover queue add --cwd ~/shop 'Mend the flaky test in cart.test.ts'",
    'claude-failover queue add --priority 9 - < task.md',
    '',
    'Without a running claude-failover, add, list, show, retry and cancel of a waiting task work on the folder.',
    'Exit 3: refused.',
  ],
  load: () => import('./queue.js'),
};
