import { type CommandEntry, JSON_OPTION } from './command.js';

export const CONFIG_COMMAND: CommandEntry = {
  name: 'config',
  usage: 'path|check|schema [--config FILE] [--json]',
  summary: 'where the configuration is, whether it is right, its JSON Schema',
  options: [{ flag: '--config', value: 'FILE', help: 'the configuration to speak of' }, JSON_OPTION],
  notes: [
    'check tells every error at once, with its line, and warns of what is right but most likely not meant.',
    'check looks up the secrets and prints none.',
    'check: exit 0 when the file is right or not there, 1 when it is wrong.',
    'schema: JSON Schema (draft 2020-12) for editors that complete and check YAML.',
  ],
  examples: [
    'claude-failover config check',
    'claude-failover config check --config ~/other.yaml --json',
    'claude-failover config schema > claude-failover.schema.json',
  ],
  completes: ['path', 'check', 'schema'],
  load: () => import('./config.js'),
};
