import { type CommandEntry, type CommandOption, JSON_OPTION, STATE_DIR_OPTION } from './command.js';

const OF_EDITS: readonly CommandOption[] = [
  { flag: '--dry-run', help: 'shows the change, writes nothing' },
  STATE_DIR_OPTION,
];

export const CONFIG_COMMAND: CommandEntry = {
  name: 'config',
  usage: 'path|check|schema [--json] | set KEY VALUE | unset KEY',
  summary: 'where the configuration is, whether it is right, its JSON Schema; changes one key of it',
  subcommands: [
    { name: 'path', usage: '', help: 'where the file is' },
    {
      name: 'check',
      usage: '[--json]',
      help: 'every error at once, with its line, and what is most likely not meant',
      options: [JSON_OPTION],
    },
    {
      name: 'schema',
      usage: '',
      help: 'JSON Schema (draft 2020-12) for editors that complete and check YAML',
    },
    {
      name: 'set',
      usage: 'KEY VALUE',
      help: 'writes one key, and leaves every other character of the file as it is',
      options: OF_EDITS,
      completes: 'config-key',
    },
    {
      name: 'unset',
      usage: 'KEY',
      help: 'removes one key or one entry of a list: its default counts again',
      options: OF_EDITS,
      completes: 'config-key',
    },
  ],
  options: [{ flag: '--config', value: 'FILE', help: 'the configuration to speak of' }],
  notes: [
    'KEY: as messages name it, such as quota.min_wait, accounts.list.0.priority or accounts.list.work.priority.',
    'VALUE: as it stands behind the key in the file: 10m, true, [a, b], {name: c, dir: ~/c}.',
    'set and unset write only what is right, tell old -> new, and whether the running claude-failover takes it up.',
    'A secret is never taken from a command line, where every process can read it: say env:NAME or file:PATH.',
    'check looks up the secrets and prints none. check, set, unset: exit 1 when the file is, or would be, wrong;',
    '3: an edit is refused for another reason. A file that is not there is right, and set makes it.',
  ],
  examples: [
    'claude-failover config check',
    'claude-failover config check --config ~/other.yaml --json',
    'claude-failover config schema > claude-failover.schema.json',
    'claude-failover config set quota.reactivate_cooldown 10m',
    "claude-failover config set accounts.list.2 '{name: spare, dir: ~/.claude-accounts/spare}' --dry-run",
    'claude-failover config unset accounts.list.spare',
  ],
  load: () => import('./config.js'),
};
