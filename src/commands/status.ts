import { PLACE_OPTIONS, parseArguments } from './arguments.js';
import { readStatus, whereOf } from './control.js';
import { EXIT } from './exit.js';
import { jsonLine, out } from './print.js';
import { statusText } from './status-text.js';

/** `status [--json]`. */
export async function run(argv: readonly string[]): Promise<number> {
  const parsed = parseArguments(argv, { ...PLACE_OPTIONS, json: { type: 'boolean' } });
  const snapshot = await readStatus(whereOf(parsed));
  if (typeof snapshot === 'number') return snapshot;
  out(parsed.values.json === true ? jsonLine(snapshot) : statusText(snapshot));
  return EXIT.good;
}
