import { COMMON, type CommandEntry } from './command.js';
import { CONTROL_COMMANDS } from './index-control.js';
import { QUEUE_COMMAND } from './index-queue.js';

/** Every command; the first is what no command at all means. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'dashboard',
    usage: '',
    summary: 'the dashboard with the supervisor inside',
    details: [
      ...COMMON,
      '',
      'Without a configuration it observes the sessions it finds and changes nothing.',
    ],
    load: () => import('./dashboard.js'),
  },
  {
    name: 'run',
    usage: '--headless',
    summary: 'the same engine without a screen; its log goes to stderr',
    details: [...COMMON, '', 'Exit 75: another supervisor runs. Exit 78: the configuration is wrong.'],
    load: () => import('./run.js'),
  },
  {
    name: 'demo',
    usage: '[--headless --seconds N --json]',
    summary: 'a real run on a private tmux server with scripted agents and sandbox accounts',
    details: [
      '--headless         no screen: play the scenario, then print what happened',
      '--seconds N        how long to play headless (default 90)',
      '--json             one JSON object, every counter compared with the scenario’s truth',
      '',
      'Touches nothing of yours: its own tmux server, home, state and accounts, all removed at the end.',
    ],
    load: () => import('./demo.js'),
  },
  ...CONTROL_COMMANDS,
  QUEUE_COMMAND,
  {
    name: 'classify',
    usage: '[FILE|-|DIR] [--json] [--now ISO] [--tz ZONE] [--cols N]',
    summary: 'what the detector says of one captured screen, or of a folder of them with their truth',
    details: [
      'FILE or -          one screen as `tmux capture-pane -p -J` prints it',
      'DIR                NAME.txt + NAME.json pairs: a confusion matrix and every miss (exit 1 on any)',
      '--now ISO          when the screen was captured (default: now)',
      '--tz ZONE          zone of times printed without one (default: this machine’s)',
    ],
    load: () => import('./classify.js'),
  },
  {
    name: 'config',
    usage: 'path|check|schema',
    summary: 'where the configuration is, whether it is right, its JSON Schema',
    details: ['--config FILE      the configuration to speak of'],
    load: () => import('./config.js'),
  },
];

export function findCommand(name: string): CommandEntry | undefined {
  return COMMANDS.find((command) => command.name === name);
}
