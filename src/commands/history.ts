import { join } from 'node:path';
import { readJournal } from '../adapters/journal.js';
import { PLACE_OPTIONS, parseArguments } from './arguments.js';
import { whereOf } from './control.js';
import { EXIT } from './exit.js';
import { historyOf } from './history-lines.js';
import { jsonLine, out, table } from './print.js';

/** `history [--json]`: from the journal, so it needs no supervisor. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, { ...PLACE_OPTIONS, json: { type: 'boolean' } });
  const { entries } = readJournal(join(whereOf(parsed).stateDir, 'journal.jsonl'));
  const lines = entries.flatMap(historyOf);
  if (parsed.values.json === true) for (const line of lines) out(jsonLine(line));
  else out(table(lines.map(({ at, what, text }) => [at, what, text])));
  return EXIT.good;
}
