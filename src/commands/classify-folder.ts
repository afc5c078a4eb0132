import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../core/json.js';
import { classify } from '../core/quota/classify.js';
import type { Reading, ScreenContext } from '../core/quota/reading.js';

/** The truth beside a capture; what it names beats the command line. */
const Sidecar = z.looseObject({
  label: z.string(),
  reset_at_epoch: z.number().nullish(),
  captured_at_epoch: z.number().nullish(),
  tz: z.string().nullish(),
  cols: z.number().nullish(),
  undecidable: z.boolean().nullish(),
  reset_undecidable: z.boolean().nullish(),
});
type Truth = z.output<typeof Sidecar>;

/** A printed time is cut to the minute: up to this far from the truth is right, in milliseconds. */
const RESET_WITHIN_MS = 60_000;

export interface Miss {
  readonly name: string;
  readonly label: string;
  readonly verdict: string;
  readonly hit: string | null;
  readonly reason: string;
}

export interface FolderReport {
  readonly screens: number;
  readonly exempt: number;
  /** label → verdict → count. */
  readonly matrix: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly limitScreens: number;
  readonly limitSure: number;
  readonly misses: readonly Miss[];
}

/** Classifies every NAME.txt that has a NAME.json and compares with its truth. */
export function judgeFolder(dir: string, context: ScreenContext): FolderReport {
  const names = readdirSync(dir)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
  const matrix: Record<string, Record<string, number>> = {};
  const misses: Miss[] = [];
  let [screens, exempt, limitScreens, limitSure] = [0, 0, 0, 0];
  for (const name of names) {
    const capture = readCapture(dir, name);
    if (!capture) continue;
    const { truth, screen } = capture;
    const reading = classify(screen, contextOf(truth, context));
    screens += 1;
    const row = matrix[truth.label] ?? {};
    matrix[truth.label] = { ...row, [reading.verdict]: (row[reading.verdict] ?? 0) + 1 };
    if (truth.label === 'usage-limit') limitScreens += 1;
    if (truth.label === 'usage-limit' && reading.hit === 'sure') limitSure += 1;
    if (truth.undecidable) exempt += 1;
    const reason = missReason(truth, reading);
    if (reason) misses.push({ name, label: truth.label, verdict: reading.verdict, hit: reading.hit, reason });
  }
  return { screens, exempt, matrix, limitScreens, limitSure, misses };
}

function readCapture(dir: string, name: string): { truth: Truth; screen: string } | null {
  const truth = Sidecar.safeParse(parseJson(readFileSync(join(dir, `${name}.json`), 'utf8')));
  if (!truth.success) return null;
  try {
    return { truth: truth.data, screen: readFileSync(join(dir, `${name}.txt`), 'utf8') };
  } catch {
    return null;
  }
}

function contextOf(truth: Truth, context: ScreenContext): ScreenContext {
  return {
    ...context,
    ...(truth.captured_at_epoch == null ? {} : { capturedAtMs: truth.captured_at_epoch * 1000 }),
    ...(truth.tz == null ? {} : { zone: truth.tz }),
    ...(truth.cols == null ? {} : { cols: truth.cols }),
  };
}

function missReason(truth: Truth, reading: Reading): string | null {
  if (truth.undecidable) return null;
  if (truth.label !== 'usage-limit' && reading.hit === 'sure') return 'sure of a limit that is none';
  if (truth.label === 'lookalike') return null;
  if (reading.verdict !== truth.label) return 'wrong verdict';
  return truth.label === 'usage-limit' ? limitMiss(truth, reading) : null;
}

function limitMiss(truth: Truth, reading: Reading): string | null {
  if (reading.hit !== 'sure') return 'a real limit, not sure';
  if (truth.reset_undecidable || truth.reset_at_epoch == null) return null;
  const resetsAtMs = reading.limit?.resetsAtMs ?? null;
  if (resetsAtMs === null) return 'no reset time';
  const off = Math.abs(resetsAtMs - truth.reset_at_epoch * 1000);
  return off > RESET_WITHIN_MS ? `reset ${Math.round(off / 1000)} s off` : null;
}

export function reportText(report: FolderReport): string {
  const verdicts = [...new Set(Object.values(report.matrix).flatMap((row) => Object.keys(row)))].sort();
  const width = Math.max(...Object.keys(report.matrix).map((label) => label.length), 5);
  const head = `${'truth'.padEnd(width)}  ${verdicts.join('  ')}`;
  const rows = Object.entries(report.matrix)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([label, row]) => {
      const cells = verdicts.map((verdict) => String(row[verdict] ?? '·').padStart(verdict.length));
      return `${label.padEnd(width)}  ${cells.join('  ')}`;
    });
  const misses = report.misses.map(
    (miss) => `miss  ${miss.name}: ${miss.reason} (${miss.verdict}, hit ${miss.hit ?? 'none'})`,
  );
  const sum =
    `${report.screens} screens, ${report.misses.length} misses, ${report.exempt} undecidable; ` +
    `limit screens sure: ${report.limitSure} of ${report.limitScreens}`;
  return `${[head, ...rows, '', ...misses, sum].join('\n')}\n`;
}
