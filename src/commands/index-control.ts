import { COMMON, type CommandEntry } from './command.js';

const NEEDS_ONE = 'Exit 3: refused, or no claude-failover runs with this state directory.';

/** The commands that speak with a running supervisor. */
export const CONTROL_COMMANDS: readonly CommandEntry[] = [
  {
    name: 'status',
    usage: '[--json]',
    summary: 'how the running claude-failover stands: account, cooldown or hold, sessions, queue',
    details: [
      '--json             the whole snapshot on one line',
      ...COMMON,
      '',
      'claude-failover status --json | jq .activeAccount',
      '',
      NEEDS_ONE,
    ],
    load: () => import('./status.js'),
  },
  {
    name: 'swap',
    usage: '[ACCOUNT] [--force] [--no-wait]',
    summary: 'swaps to ACCOUNT (else to the next one by policy), and waits for the end of it',
    details: [
      '--force            also to an account that is limited',
      '--no-wait          does not wait',
      ...COMMON,
      '',
      'claude-failover swap personal',
      '',
      `Exit 1: the swap was not done. ${NEEDS_ONE}`,
    ],
    load: () => import('./swap.js'),
  },
  {
    name: 'dismiss',
    usage: '[ID|--all|--undo]',
    summary: 'dismisses a suspected or deferred hit (without ID: the only one there is)',
    details: [
      'ID                 a hit as `why` and `status --json` name it, or the session that has it',
      '--all              every one',
      '--undo             takes the last dismissal back',
      ...COMMON,
      '',
      NEEDS_ONE,
    ],
    load: () => import('./dismiss.js'),
  },
  {
    name: 'pause',
    usage: '',
    summary: 'stops handing out tasks; nothing else stops',
    details: [...COMMON, '', NEEDS_ONE],
    load: () => import('./pause.js'),
  },
  {
    name: 'resume',
    usage: '',
    summary: 'ends a pause',
    details: [...COMMON, '', NEEDS_ONE],
    load: () => import('./resume.js'),
  },
  {
    name: 'mode',
    usage: 'auto|confirm|observe',
    summary: 'swaps by itself, asks before each swap, or only says what it would do',
    details: [...COMMON, '', '`mode auto` also re-arms the breaker.', '', NEEDS_ONE],
    load: () => import('./mode.js'),
  },
  {
    name: 'unpark',
    usage: 'SESSION',
    summary: 'starts a session again that was given up',
    details: ['SESSION            its tmux name', ...COMMON, '', NEEDS_ONE],
    load: () => import('./unpark.js'),
  },
  {
    name: 'why',
    usage: '[SESSION]',
    summary: 'why a session, or every one, is taken for what it is',
    details: [
      'SESSION            tmux session name, name:w.p, or pane id',
      ...COMMON,
      '',
      'claude-failover why ccl-1',
      "claude-failover why '%3'",
      '',
      NEEDS_ONE,
    ],
    load: () => import('./why.js'),
  },
  {
    name: 'history',
    usage: '[--json]',
    summary: 'what happened, oldest first: swaps, hits, commands; needs no running claude-failover',
    details: ['--json             one JSON object a line', ...COMMON],
    load: () => import('./history.js'),
  },
];
