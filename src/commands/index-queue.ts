import { type CommandEntry, JSON_OPTION, PLACE } from './command.js';

/** The command for the queue folder; it works with and without a running supervisor. */
export const QUEUE_COMMAND: CommandEntry = {
  name: 'queue',
  usage: 'add [-|FILE|TEXT] | list [--json] | show ID | retry ID | cancel ID | release ID',
  summary: 'tasks for idle sessions of the pool: adds, lists, shows, ends or retries them',
  subcommands: [
    {
      name: 'add',
      usage: '-|FILE|TEXT',
      help: 'a task from standard input, from a Markdown file, or the words themselves',
      options: [
        {
          flag: '--priority',
          value: 'N',
          help: '9 runs first, 0 last (default 5)',
          completes: ['9', '8', '7', '6', '5', '4', '3', '2', '1', '0'],
        },
        { flag: '--cwd', value: 'DIR', help: 'where its process starts' },
        {
          flag: '--session',
          value: 'NAME',
          help: 'the pool session that alone may run it',
          completes: 'pool-session',
        },
        { flag: '--timeout', value: 'D', help: 'how long it may work (30s, 5m, 1h30m)' },
        { flag: '--attempts', value: 'N', help: 'how often it is tried in all' },
        { flag: '--conversation', value: 'ID', help: 'a conversation to go on with' },
        { flag: '--name', value: 'NAME', help: 'what it is called; its id is made of it' },
      ],
      completes: 'file',
    },
    {
      name: 'list',
      usage: '[--json]',
      help: 'waiting, running, failed and done ones; * marks the next',
      options: [JSON_OPTION],
    },
    { name: 'show', usage: 'ID', help: 'state, reason, header and prompt', completes: 'task' },
    { name: 'retry', usage: 'ID', help: 'a failed or stalled one waits again', completes: 'task' },
    {
      name: 'cancel',
      usage: 'ID',
      help: 'a waiting or running one ends as failed, its process with it',
      completes: 'task',
    },
    {
      name: 'release',
      usage: 'ID',
      help: 'a running one ends as failed, its session goes on untouched',
      completes: 'task',
    },
  ],
  options: PLACE,
  notes: [
    'Without a running claude-failover, add, list, show, retry and cancel of a waiting task work on the folder.',
    'Exit 3: refused, or there is no such task.',
  ],
  examples: [
    "claude-failover queue add --cwd ~/shop 'Mend the flaky test in cart.test.ts'",
    'claude-failover queue add --priority 9 - < task.md',
    'claude-failover queue list',
  ],
  load: () => import('./queue.js'),
};
