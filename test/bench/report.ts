import type { ClassifyReport } from './classify.ts';
import type { IdleReport } from './idle.ts';
import type { LatencyReport } from './latency.ts';
import type { PollFigures, PollReport, Way } from './poll.ts';
import type { QueueReport } from './queue.ts';
import type { ScreenReport } from './screen.ts';
import { screenTable } from './screen-report.ts';
import type { StartupReport } from './startup.ts';
import { figure, type Spread } from './stats.ts';

export interface Report {
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    readonly tmux: string;
    /** Mean number of waiting processes over 1, 5 and 15 minutes. */
    readonly loadBefore: readonly number[];
    readonly loadAfter: readonly number[];
  };
  readonly quick: boolean;
  readonly startup?: StartupReport;
  readonly classify?: ClassifyReport;
  readonly poll?: PollReport;
  readonly idle?: IdleReport;
  readonly latency?: readonly LatencyReport[];
  readonly queue?: QueueReport;
  readonly screen?: ScreenReport;
}

export type Row = readonly string[];

/** Columns as wide as their widest cell; all but the first stand at the right. */
export function columns(rows: readonly Row[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const range = ({ median, min, max }: Spread) => `${figure(median)} (${figure(min)}-${figure(max)})`;

const WAYS: Readonly<Record<Way, string>> = {
  'spawn-per-pane': 'a spawn per pane',
  'one-chained-spawn': 'b one chained spawn',
  'ours-capture-all': '  our client, all panes',
  'ours-poll': 'c our poll',
  'ours-poll-1s': 'c our poll, once a second',
};

/** How many times the CPU of ours the same screens take another way. */
function ratio(figures: readonly PollFigures[], ours: PollFigures, way: Way): string {
  const other = figures.find(
    (row) => row.way === way && row.panes === ours.panes && row.printing === ours.printing,
  );
  return other === undefined ? '-' : `${figure(other.cpu.median / ours.cpu.median)}x`;
}

function pollTable({ figures, screenBytes }: PollReport): string {
  const rows = figures.map((row): Row => {
    const isOurs = row.way.startsWith('ours');
    return [
      WAYS[row.way],
      `${row.panes}`,
      `${row.printing}`,
      range(row.cpu),
      `${figure(row.parts.own)} / ${figure(row.parts.children)} / ${figure(row.parts.server)}`,
      range(row.wall),
      isOurs ? ratio(figures, row, 'spawn-per-pane') : '',
      isOurs ? ratio(figures, row, 'one-chained-spawn') : '',
    ];
  });
  const head = ['one poll', 'panes', 'printing', 'CPU ms', 'own / spawned / server', 'wall ms', 'a', 'b'];
  const note = `Screens of ${screenBytes} bytes. a, b: their CPU as a multiple of ours. Wanted: a at 200 panes at least 30x.`;
  return `${columns([head, ...rows])}\n${note}`;
}

function latencyTable(reports: readonly LatencyReport[]): string {
  const rows = reports.map((report): Row => {
    return [
      `poll_interval ${report.pollInterval}`,
      `${report.limits}`,
      ...[report.p50, report.p99, report.max].map((ms) => figure(ms)),
      `${report.overTwoSeconds}`,
      `${figure(report.backP50)} / ${figure(report.backMax)}`,
    ];
  });
  const head = ['limit to link, ms', 'limits', 'p50', 'p99', 'max', 'over 2 s', 'session back p50 / max'];
  return `${columns([head, ...rows])}\nFrom the agent's record of the refusal. A watcher that swaps within its poll waits half an interval at p50, one at p99. Wanted: p99 within 2 s.`;
}

function idleTable(report: IdleReport): string {
  const { supervisor, node } = report;
  const rows: Row[] = [
    [
      'supervisor, tmux client',
      `${figure(supervisor.cpu)} %`,
      `${figure(supervisor.residentMb)} + ${figure(report.childrenMb)} MB`,
    ],
    ['tmux server, added', `${figure(report.server)} %`, ''],
    ['baseline: idle Node', `${figure(node.cpu)} %`, `${figure(node.residentMb)} MB`],
  ];
  const head = [`${report.agents} idle agents, ${report.seconds} s`, 'of one core', 'resident'];
  const state = report.stateWritten ? 'written' : 'untouched';
  return `${columns([head, ...rows])}\nWritten: journal ${report.journalBytes} bytes, log ${report.logBytes} bytes, state ${state}.`;
}

function classifyTable(report: ClassifyReport): string {
  const rows: Row[] = [
    [`${report.screens} captures`, `${figure(report.p50)} / ${figure(report.p99)} / ${figure(report.max)}`],
    ['baseline: one regular expression', `${figure(report.searchP50)} / ${figure(report.searchP99)}`],
    ...Object.entries(report.large).map(([name, microseconds]): Row => [name, figure(microseconds)]),
  ];
  return columns([['classify, µs a screen', 'p50 / p99 / max'], ...rows]);
}

function startupTable({ node, ...ours }: StartupReport): string {
  const row = (name: string, { min, median }: StartupReport['node'], wanted: string): Row => [
    name,
    figure(min),
    figure(median),
    `${figure(min / node.min)}x`,
    wanted,
  ];
  const rows = [
    row('claude-failover --version', ours.version, '2x'),
    row('status --format tmux', ours.status, `${figure(node.min + 60)} ms`),
    row('statusline', ours.statusline, ''),
    row('hook', ours.hook, ''),
    row('baseline: node -e 0', node, ''),
  ];
  return columns([['start-up, ms', 'min of 15', 'median', '', 'wanted'], ...rows]);
}

function queueTable(report: QueueReport): string {
  const rows: Row[] = [
    ['dropped to prompt, p50 / p99 ms', `${figure(report.startP50)} / ${figure(report.startP99)}`],
    ['  of that the agent, from its start', figure(report.agentP50)],
    ['tasks a minute', figure(report.perMinute)],
    [`${report.files} files: slowest answer, ms`, figure(report.slowestAnswer)],
    ['  baseline: without them', figure(report.slowestBefore)],
    ['  memory added, MB', figure(report.grownMb)],
  ];
  const note = 'Wanted: a tick under 200 ms and +30 MB with 10,000 files.';
  return `${columns([[`${report.tasks} tasks, ${report.sessions} sessions`, ''], ...rows])}\n${note}`;
}

export function tableOf(report: Report): string {
  const { machine } = report;
  const load = (values: readonly number[]) => values.map((value) => value.toFixed(2)).join(' ');
  const head = [
    `${machine.cores} x ${machine.cpu}, Node ${machine.node}, ${machine.tmux}${report.quick ? ', quick' : ''}`,
    `load average ${load(machine.loadBefore)} before, ${load(machine.loadAfter)} after`,
  ].join('\n');
  const parts = [
    head,
    report.poll && pollTable(report.poll),
    report.latency && latencyTable(report.latency),
    report.queue && queueTable(report.queue),
    report.screen && screenTable(report.screen, columns),
    report.classify && classifyTable(report.classify),
    report.idle && idleTable(report.idle),
    report.startup && startupTable(report.startup),
  ];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}
