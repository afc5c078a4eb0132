import { CONFIG_OPTION, type CommandEntry, PLACE } from './command.js';

/** The commands that prepare a machine: they work without a running supervisor. */
export const SETUP_COMMANDS: readonly CommandEntry[] = [
  {
    name: 'init',
    usage: '[--yes|--print] [--force]',
    summary: 'looks for tmux, sessions and accounts, asks a little, writes a commented configuration',
    options: [
      { flag: '--yes', help: 'takes every default, asks nothing' },
      { flag: '--print', help: 'takes every default, writes to standard output only' },
      { flag: '--force', help: 'replaces the configuration that is there, and keeps a copy of it' },
      {
        flag: '--socket',
        value: 'SOCKET',
        help: 'the tmux server, by name or absolute path (default: the one you are in)',
      },
      CONFIG_OPTION,
    ],
    notes: [
      'Without two accounts that are logged in behind a link, it writes observe mode and says what is missing.',
      'Exit 3: a configuration is there already, or there is no terminal to ask on.',
    ],
    examples: ['claude-failover init', 'claude-failover init --print', 'claude-failover init --yes --force'],
    load: () => import('./init.js'),
  },
  {
    name: 'adopt',
    usage: '[--name NAME] [--add NAME] [--dry-run] [--yes] | --undo',
    summary: 'makes a plain ~/.claude an account with a link in its place; shows each step and asks first',
    options: [
      { flag: '--name', value: 'NAME', help: 'what the account is called (default work)' },
      { flag: '--add', value: 'NAME', help: 'one more account, sharing all but login and sessions/' },
      { flag: '--accounts-dir', value: 'DIR', help: 'where accounts live (default ~/.claude-accounts)' },
      { flag: '--link', value: 'PATH', help: 'instead of the configured link, or ~/.claude' },
      { flag: '--dry-run', help: 'shows the steps and what stands in the way, changes nothing' },
      { flag: '--yes', help: 'agrees beforehand, for scripts' },
      { flag: '--undo', help: 'takes everything back, also after an interruption; new files are kept' },
      ...PLACE,
    ],
    notes: [
      'Only renames and new links; no credentials file is opened or copied. An interrupted one goes on with adopt.',
      'Exit 3: refused, because a session is alive in it, a supervisor holds the link, or something is not yours.',
    ],
    examples: [
      'claude-failover adopt --dry-run',
      'claude-failover adopt --name work --add personal',
      'claude-failover adopt --undo',
    ],
    load: () => import('./adopt.js'),
  },
];
