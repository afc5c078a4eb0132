import { type CommandEntry, JSON_OPTION } from './command.js';

/** Looks back at an incident; needs no supervisor. */
export const REPLAY_COMMAND: CommandEntry = {
  name: 'replay',
  usage: 'JOURNAL [--json]',
  summary: 'tells a journal as events and decisions, and checks that what must hold did hold',
  options: [
    JSON_OPTION,
    {
      flag: '--config',
      value: 'FILE',
      help: 'the configuration of that time: judges cooldown and breaker by it as well',
    },
  ],
  notes: [
    'JOURNAL is journal.jsonl of a state directory, or a copy; the older JOURNAL.1 beside it is read first.',
    'Lines that were cut or are of another version are counted, and what depends on them is not judged.',
    'Exit 1: something that must hold did not; its line is named. Exit 2: nothing was judged.',
  ],
  examples: [
    'claude-failover replay ~/.local/state/claude-failover/journal.jsonl',
    'claude-failover replay incident.jsonl --json | jq .violations',
  ],
  completes: 'file',
  load: () => import('./replay.js'),
};
