import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classify } from '../../dist/core/quota/classify.js';
import { SCREENS } from './panes.ts';
import { percentile } from './stats.ts';

export interface ClassifyReport {
  readonly screens: number;
  /** Microseconds a screen, over all captures. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** The same for a bare search of the whole text by one regular expression, as baseline. */
  readonly searchP50: number;
  readonly searchP99: number;
  /** Microseconds, by name. */
  readonly large: Readonly<Record<string, number>>;
}

interface Screen {
  readonly text: string;
  readonly cols: number;
  readonly capturedAtMs: number;
}

const PHRASES =
  /(?:usage|session|weekly|5-hour|opus|sonnet) limit|limit reached|hit your .{0,40}limit|out of .{0,20}credits|spending cap/i;
const WARM_UP = 3;
const TRIES = 7;
const HOSTILE_BYTES = 256 * 1024;

function screens(): readonly Screen[] {
  return readdirSync(SCREENS)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => {
      const facts = JSON.parse(readFileSync(join(SCREENS, name.replace(/\.txt$/, '.json')), 'utf8'));
      const text = readFileSync(join(SCREENS, name), 'utf8');
      return { text, cols: facts.cols ?? 100, capturedAtMs: facts.captured_at_epoch * 1_000 };
    });
}

/** The least of some tries, microseconds: what the work takes when nothing else disturbs it. */
function microseconds(work: () => unknown): number {
  const took = Array.from({ length: TRIES }, () => {
    const from = performance.now();
    work();
    return (performance.now() - from) * 1_000;
  });
  return Math.min(...took);
}

const read = ({ text, cols, capturedAtMs }: Screen) => classify(text, { cols, capturedAtMs, zone: 'UTC' });

function filled(unit: string): string {
  return unit.repeat(Math.ceil(HOSTILE_BYTES / unit.length)).slice(0, HOSTILE_BYTES);
}

/** What a pane could print to hold a careless reader up, and the largest honest screen. */
function large(all: readonly Screen[]): Readonly<Record<string, Screen>> {
  const capturedAtMs = 1_795_000_000_000;
  const rows = all.flatMap(({ text }) => text.split('\n')).filter((row) => row.trim() !== '');
  const wide = rows.slice(0, 300).map((row) => row.padEnd(100).slice(0, 100));
  const full = Array.from({ length: 100 }, (_, row) => wide.slice(row * 3, row * 3 + 3).join('')).join('\n');
  const composer = `${'─'.repeat(300)}\n❯\u00a0\n${'─'.repeat(300)}\n  ? for shortcuts`;
  return {
    '300x100 full': { text: full, cols: 300, capturedAtMs },
    '256 KB, one line': { text: filled('limit reached '), cols: 200, capturedAtMs },
    '256 KB, limit lines': {
      text: `${filled("  ⎿  You've hit your session limit · resets 3pm\n")}\n${composer}`,
      cols: 200,
      capturedAtMs,
    },
    '256 KB, prompts': { text: `${filled('❯ go on\n⏺ limit\n')}\n${composer}`, cols: 200, capturedAtMs },
    '256 KB, short rows': { text: `${filled('│ 1. resets\n')}\n${composer}`, cols: 40, capturedAtMs },
  };
}

export function benchClassify(): ClassifyReport {
  const all = screens();
  for (let round = 0; round < WARM_UP; round += 1) for (const screen of all) read(screen);
  const ours = all.map((screen) => microseconds(() => read(screen)));
  const search = all.map(({ text }) => microseconds(() => PHRASES.test(text)));
  const named = Object.entries(large(all)).map(([name, screen]) => [name, microseconds(() => read(screen))]);
  return {
    screens: all.length,
    p50: percentile(ours, 0.5),
    p99: percentile(ours, 0.99),
    max: Math.max(...ours),
    searchP50: percentile(search, 0.5),
    searchP99: percentile(search, 0.99),
    large: Object.fromEntries(named),
  };
}
