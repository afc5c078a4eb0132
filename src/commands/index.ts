import { type CommandEntry, PLACE } from './command.js';
import { CONFIG_COMMAND } from './index-config.js';
import { CONTROL_COMMANDS } from './index-control.js';
import { DOCTOR_COMMANDS } from './index-doctor.js';
import { HOOKS_COMMANDS } from './index-hooks.js';
import { QUEUE_COMMAND } from './index-queue.js';
import { REPLAY_COMMAND } from './index-replay.js';
import { SETUP_COMMANDS } from './index-setup.js';

/** Every command; the first is what no command at all means. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'dashboard',
    usage: '',
    summary: 'the dashboard with the supervisor inside; a viewer where one runs already',
    options: PLACE,
    notes: [
      'Without a configuration it observes the sessions it finds and changes nothing.',
      'Where one runs with this state directory already, it is a viewer of that one: the same screen and keys;',
      'the end of a viewer ends nothing.',
    ],
    examples: ['claude-failover', 'claude-failover --config ~/other.yaml --state-dir ~/other-state'],
    load: async () => {
      (await import('../adapters/small-heap.js')).keepHeapSmall();
      return import('./dashboard.js');
    },
  },
  {
    name: 'run',
    usage: '--headless',
    summary: 'the same engine without a screen; its log goes to stderr',
    options: [{ flag: '--headless', help: 'needed: without it, start claude-failover alone' }, ...PLACE],
    notes: ['Exit 75: another supervisor runs. Exit 78: the configuration is wrong.'],
    examples: ['claude-failover run --headless', 'claude-failover run --headless 2>> failover.log &'],
    load: async () => {
      const { keepCodeSmall, keepHeapSmall } = await import('../adapters/small-heap.js');
      keepHeapSmall(10);
      keepCodeSmall();
      return import('./run.js');
    },
  },
  {
    name: 'demo',
    usage: '[--headless --seconds N --json]',
    summary: 'a real run on a private tmux server with scripted agents and sandbox accounts',
    options: [
      { flag: '--headless', help: 'no screen: play the scenario, then print what happened' },
      { flag: '--seconds', value: 'N', help: 'how long to play headless (default 90)' },
      { flag: '--json', help: 'one JSON object, every counter compared with the scenario’s truth' },
    ],
    notes: [
      'Touches nothing of yours: its own tmux server, home, state and accounts, all removed at the end.',
    ],
    examples: ['claude-failover demo', 'claude-failover demo --headless --seconds 90 --json'],
    load: () => import('./demo.js'),
  },
  ...SETUP_COMMANDS,
  ...CONTROL_COMMANDS,
  QUEUE_COMMAND,
  REPLAY_COMMAND,
  ...DOCTOR_COMMANDS,
  ...HOOKS_COMMANDS,
  {
    name: 'classify',
    usage: '[FILE|-|DIR] [--json] [--now ISO] [--tz ZONE] [--cols N]',
    summary: 'what the detector says of one captured screen, or of a folder of them with their truth',
    options: [
      { flag: '--json', help: 'verdict, limit, vetoes and evidence as one JSON object' },
      { flag: '--cols', value: 'N', help: 'how wide the screen was (default: its longest line)' },
      { flag: '--now', value: 'ISO', help: 'when the screen was captured (default: now)' },
      { flag: '--tz', value: 'ZONE', help: 'zone of times printed without one (default: this machine’s)' },
    ],
    notes: [
      'FILE or -: one screen as `tmux capture-pane -p -J` prints it.',
      'DIR: NAME.txt + NAME.json pairs; a confusion matrix and every miss (exit 1 on any).',
    ],
    examples: [
      'tmux capture-pane -p -J -t ccl-1 | claude-failover classify -',
      'claude-failover classify screen.txt --json --tz Europe/Paris',
    ],
    completes: 'file',
    load: () => import('./classify.js'),
  },
  CONFIG_COMMAND,
  {
    name: 'completion',
    usage: 'bash|zsh|fish',
    summary: 'prints the completion script of a shell',
    options: [],
    notes: [
      'It completes commands and options, and the names of accounts, sessions and tasks of a running one.',
    ],
    examples: [
      'eval "$(claude-failover completion bash)"',
      'eval "$(claude-failover completion zsh)"',
      'claude-failover completion fish | source',
    ],
    completes: ['bash', 'zsh', 'fish'],
    load: async () => {
      const { printCompletion } = await import('./completion.js');
      return { run: (argv) => printCompletion(argv, COMMANDS) };
    },
  },
];

export function findCommand(name: string): CommandEntry | undefined {
  return COMMANDS.find((command) => command.name === name);
}
