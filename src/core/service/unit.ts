export const UNIT_NAME = 'claude-failover.service';

/** The line by which we know our own unit again. */
const MARKER = '# claude-failover wrote this unit: `claude-failover service install` writes it anew.';

export interface UnitOptions {
  /** Program and arguments; the program is an absolute path. */
  readonly argv: readonly string[];
  /** Variables that the service manager does not have, such as PATH. No secrets: a unit is readable. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A word of `ExecStart=` or `Environment=` as systemd.syntax(7) and systemd.service(5) (252) take it literally. */
export function unitWord(word: string): string {
  const literal = word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
  return /^[A-Za-z0-9_@%+=:,./~-]+$/.test(literal) ? literal : `"${literal}"`;
}

function execWord(word: string): string {
  return unitWord(word.replaceAll('$', '$$$$'));
}

/** The systemd user unit. Directives are of systemd 252 (Debian 12) and work from 245 on. */
export function unitText({ argv, environment }: UnitOptions): string {
  const variables = Object.entries(environment).map(
    ([name, value]) => `Environment=${unitWord(`${name}=${value}`)}`,
  );
  return `${MARKER}
[Unit]
Description=claude-failover: keeps Claude Code sessions at work
# Five starts within five minutes that did not last: then it stays failed, and a person is needed.
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
# Ready when it holds its locks, has read its state and can be asked.
Type=notify
# The messages are sent by the program systemd-notify, which is not the main process. No child is lent the socket.
NotifyAccess=all
ExecStart=${argv.map(execWord).join(' ')}
${variables.map((line) => `${line}\n`).join('')}# Secrets that the configuration names as env:NAME, one NAME=value a line; keep it at mode 0600.
EnvironmentFile=-%h/.config/claude-failover/environment
TimeoutStartSec=60
# Pinged by completed looks only (at most a minute apart): a loop that hangs is ended and started anew. Sessions live
# on in tmux.
WatchdogSec=180
Restart=on-failure
RestartSec=2
# 75: another supervisor runs. 78: the configuration is wrong. A restart mends neither.
RestartPreventExitStatus=75 78
# It ends itself within five seconds and leaves a swap in progress recoverable.
KillMode=mixed
TimeoutStopSec=15

# State, log and token are for the user alone.
UMask=0077
# A core dump could hold a secret of the configuration.
LimitCORE=0
NoNewPrivileges=yes
# The tmux socket is in /tmp.
PrivateTmp=no
# No file system or system call sandbox: link, accounts, queue and work directories lie anywhere below the home, and a
# tmux server that it starts would hand every such limit on to the sessions.

[Install]
WantedBy=default.target
`;
}

export function isOurs(text: string): boolean {
  return text.split('\n', 5).includes(MARKER);
}

/** Absolute paths among the words of `ExecStart=`: the programs and scripts the unit cannot do without. */
export function programsOf(text: string): readonly string[] {
  const line = /^ExecStart=(.*)$/m.exec(text)?.[1] ?? '';
  const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) =>
    (quoted ?? plain ?? '').replace(/\\(.)/g, '$1').replaceAll('%%', '%').replaceAll('$$', '$'),
  );
  const end = words.indexOf('run');
  return (end === -1 ? words : words.slice(0, end)).filter((word) => word.startsWith('/'));
}
