import { type CommandEntry, PLACE, STATE_DIR_OPTION } from './command.js';

const TOLD_OPTION = { ...STATE_DIR_OPTION, help: 'of the supervisor that is told' };

/** What Claude Code itself tells us, with the person's consent. `hook` and `statusline` are run by Claude Code. */
export const HOOKS_COMMANDS: readonly CommandEntry[] = [
  {
    name: 'hooks',
    usage: 'install|remove|status [--account NAME|--all]',
    summary: 'lets Claude Code tell of limits at once and of how full each account is (opt-in)',
    subcommands: [
      { name: 'install', usage: '', help: 'puts our hooks into the settings of the accounts' },
      { name: 'remove', usage: '', help: 'takes them out; the files are as they were before' },
      { name: 'status', usage: '', help: 'what of ours stands in the settings of each account' },
    ],
    options: [
      {
        flag: '--account',
        value: 'NAME',
        help: 'only this account (default: all of them)',
        completes: 'account',
      },
      { flag: '--all', help: 'every account' },
      { flag: '--statusline', help: 'also the status line: percentages; your own is run inside it' },
      { flag: '--stop-failure', help: 'also StopFailure when the version of Claude Code cannot be told' },
      { flag: '--dry-run', help: 'only shows what would change' },
      { flag: '--yes', help: 'does not ask' },
      ...PLACE,
    ],
    notes: [
      'Shows each change first and asks. What was there before is kept in the state directory.',
      'StopFailure needs Claude Code 2.1.80 or newer everywhere: older ones skip the whole settings file.',
      'Exit 3: a file was left alone, or nobody could be asked.',
    ],
    examples: [
      'claude-failover hooks install --dry-run',
      'claude-failover hooks install --statusline',
      'claude-failover hooks remove --yes',
    ],
    load: () => import('./hooks.js'),
  },
  {
    name: 'hook',
    usage: '',
    summary: 'run by Claude Code: hands a hook on to the supervisor, silently',
    options: [TOLD_OPTION],
    notes: ['Reads the JSON of a hook on standard input. Prints nothing; its exit code is always 0.'],
    examples: ['claude-failover hook < payload.json'],
    load: () => import('./hook.js'),
  },
  {
    name: 'statusline',
    usage: '',
    summary: 'run by Claude Code: model, directory, account and usage in one line',
    options: [
      { flag: '--wrap', value: 'COMMAND', help: 'runs this with the same input and prints what it prints' },
      TOLD_OPTION,
    ],
    notes: ['Reads the JSON of the status line on standard input. NO_COLOR leaves the colours out.'],
    examples: ['claude-failover statusline < payload.json'],
    load: () => import('./statusline.js'),
  },
];
