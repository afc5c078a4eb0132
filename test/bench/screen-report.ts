import type { ScreenReport } from './screen.ts';
import { figure, percentile } from './stats.ts';

type Row = readonly string[];

/** Ours, the baseline of the same run, how many times it, and what was wanted. */
function row(name: string, ours: number, baseline: number, unit: string, wanted: string): Row {
  return [
    name,
    `${figure(ours)} ${unit}`,
    `${figure(baseline)} ${unit}`,
    `${figure(ours / baseline)}x`,
    wanted,
  ];
}

export function screenTable(report: ScreenReport, columns: (rows: readonly Row[]) => string): string {
  const { screen, headless, node, keys, firstPaint, firstWord } = report;
  const [besideScreen, besideHeadless] = node;
  const alone = (name: string, text: string, wanted: string): Row => [name, text, '', '', wanted];
  const rows: Row[] = [
    row('screen: of one core', screen.cpu, besideScreen.cpu, '%', '2.5 %'),
    row('  resident', screen.memory.resident, besideScreen.memory.resident, 'MB', '160 MB'),
    row('  of that its own', screen.memory.own, besideScreen.memory.own, 'MB', ''),
    alone('  written in an idle tick', `${figure(report.bytesPerTick)} bytes`, '400 bytes'),
    row('headless: of one core', headless.cpu, besideHeadless.cpu, '%', '1 %'),
    row('  resident', headless.memory.resident, besideHeadless.memory.resident, 'MB', '90 MB'),
    row('  of that its own', headless.memory.own, besideHeadless.memory.own, 'MB', ''),
    row('key to paint, p50', keys.p50, keys.echoP50, 'ms', '50 ms'),
    row('  p99', keys.p99, keys.echoP99, 'ms', '120 ms'),
    row('first paint, median', percentile(firstPaint, 0.5), percentile(firstWord, 0.5), 'ms', '1200 ms'),
    row('  least', Math.min(...firstPaint), Math.min(...firstWord), 'ms', ''),
  ];
  const head = [`${report.sessions} idle sessions, ${report.seconds} s`, 'ours', 'Node', '', 'wanted'];
  const note =
    'Node: idle; one that writes back a key; one that writes a word. Own memory: what no file backs (the rest is mostly the node program, shared).';
  return `${columns([head, ...rows])}\n${note}`;
}
