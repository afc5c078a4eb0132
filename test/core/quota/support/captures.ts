import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What is known to be true of a capture; its `.json`. */
export interface Truth {
  readonly version: string;
  readonly label: string;
  readonly reset_at_epoch: number | null;
  readonly captured_at_epoch: number;
  readonly tz: string;
  readonly cols: number;
  readonly rows: number;
  readonly notes: string;
  readonly undecidable?: boolean;
  readonly reset_undecidable?: boolean;
}

export interface Capture {
  readonly name: string;
  readonly text: string;
  readonly ansi: string;
  readonly truth: Truth;
}

export const SCREENS = fileURLToPath(new URL('../../../../fixtures/screens/', import.meta.url));

function load(name: string): Capture {
  const read = (end: string): string => readFileSync(`${SCREENS}${name}.${end}`, 'utf8');
  return { name, text: read('txt'), ansi: read('ansi'), truth: JSON.parse(read('json')) as Truth };
}

export const CAPTURES: readonly Capture[] = readdirSync(SCREENS)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => load(file.slice(0, -'.json'.length)));

export const INCIDENTS: readonly { readonly name: string; readonly text: string }[] = readdirSync(
  `${SCREENS}incident`,
)
  .filter((file) => file.endsWith('.txt'))
  .sort()
  .map((file) => ({ name: file, text: readFileSync(`${SCREENS}incident/${file}`, 'utf8') }));

export function contextOf(truth: Truth): { capturedAtMs: number; zone: string; cols: number } {
  return { capturedAtMs: truth.captured_at_epoch * 1000, zone: truth.tz, cols: truth.cols };
}
