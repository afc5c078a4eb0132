import { type CommandEntry, JSON_OPTION, PLACE } from './command.js';

/** What tells whether failover will work on this machine, and what keeps it running there. */
export const DOCTOR_COMMANDS: readonly CommandEntry[] = [
  {
    name: 'doctor',
    usage: '[--json] [--notify]',
    summary: 'looks at everything failover depends on, says what will fail and how to mend it',
    options: [
      JSON_OPTION,
      { flag: '--notify', help: 'sends a test message by each configured way (Telegram, e-mail)' },
      ...PLACE,
    ],
    notes: [
      'It changes nothing, and works without a configuration, without tmux, offline, and beside a running claude-failover.',
      'Exit 1: something is bad.',
    ],
    examples: [
      'claude-failover doctor',
      'claude-failover doctor --notify',
      'claude-failover doctor --json | jq \'.findings[] | select(.level == "bad")\'',
    ],
    load: () => import('./doctor.js'),
  },
  {
    name: 'service',
    usage: 'install [--print] | remove | status [--json]',
    summary: 'the systemd user service that keeps claude-failover running without a terminal',
    subcommands: [
      {
        name: 'install',
        usage: '[--print]',
        help: 'writes the unit, enables and starts it',
        options: [{ flag: '--print', help: 'only prints the unit it would write' }],
      },
      { name: 'remove', usage: '', help: 'stops and disables it, and removes the unit' },
      {
        name: 'status',
        usage: '[--json]',
        help: 'whether it is installed, enabled, running, and outlives a logout',
        options: [JSON_OPTION],
      },
    ],
    options: PLACE,
    notes: [
      'A unit of the same name that claude-failover did not write is never touched.',
      'Without lingering (loginctl enable-linger) user services end at the last logout.',
      'Exit 3: refused. status: exit 1 when it is not installed or does not run.',
    ],
    examples: [
      'claude-failover service install --print',
      'claude-failover service install',
      'claude-failover service status --json',
    ],
    load: () => import('./service.js'),
  },
];
