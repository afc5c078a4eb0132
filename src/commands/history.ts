import { errorText } from '../adapters/errors.js';
import { journalFile, readJournal } from '../adapters/journal.js';
import { PLACE_OPTIONS, parseArguments } from './arguments.js';
import { EXIT } from './exit.js';
import { historyOf } from './history-lines.js';
import { complain, jsonLine, out, table } from './print.js';
import { whereOf } from './where.js';

/** `history [--json]`: from the journal, so it needs no supervisor. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, { ...PLACE_OPTIONS, json: { type: 'boolean' } });
  const { stateDir } = whereOf(parsed);
  const file = journalFile(stateDir);
  const entries = entriesOf(file);
  if (entries === null) return EXIT.failed;
  const lines = entries.flatMap(historyOf);
  if (lines.length === 0)
    complain(
      `There is no history in ${stateDir}: no claude-failover has run with this state directory. Start one, or name another directory with --state-dir.`,
    );
  if (parsed.values.json === true) for (const line of lines) out(jsonLine(line));
  else out(table(lines.map(({ at, what, text }) => [at, what, text])));
  return EXIT.good;
}

/** null after the person was told why not. */
function entriesOf(file: string): readonly unknown[] | null {
  try {
    return readJournal(file).entries;
  } catch (error) {
    complain(`The history cannot be read: ${errorText(error)}. It is ${file}.`);
    return null;
  }
}
