import type { LineFormat } from '../core/viewer/status-line.js';
import { PLACE_OPTIONS, parseArguments, text } from './arguments.js';
import { EXIT, UsageError } from './exit.js';
import { whereOf } from './where.js';

/** `status [--json|--format tmux|plain]`. The status line asks every few seconds: its way loads only what it needs. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, {
    ...PLACE_OPTIONS,
    json: { type: 'boolean' },
    format: { type: 'string' },
  });
  const json = parsed.values.json === true;
  const format = formatOf(text(parsed, 'format'));
  if (json && format !== null) throw new UsageError('--json and --format exclude each other');
  const where = whereOf(parsed);
  if (format !== null) {
    const { printLine } = await import('./status-line.js');
    return printLine(where, format);
  }
  const [{ readStatus }, { jsonLine, out }, { statusText }] = await Promise.all([
    import('./control.js'),
    import('./print.js'),
    import('./status-text.js'),
  ]);
  const snapshot = await readStatus(where);
  if (typeof snapshot === 'number') return snapshot;
  out(json ? jsonLine(snapshot) : statusText(snapshot));
  return EXIT.good;
}

function formatOf(wish: string | null): LineFormat | null {
  if (wish === null || wish === 'tmux' || wish === 'plain') return wish;
  throw new UsageError(`--format takes tmux or plain, not "${wish}"`);
}
