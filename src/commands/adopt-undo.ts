import { errorText } from '../adapters/errors.js';
import { foundAt } from '../adapters/setup/look.js';
import { recordPath, removeRecord, writeRecord } from '../adapters/setup/record-file.js';
import { undoSteps } from '../adapters/setup/undo.js';
import type { AdoptRecord } from '../core/setup/adopt-record.js';
import { undoLine, undoOf } from '../core/setup/steps.js';
import {
  type AdoptPlace,
  dirsOf,
  type Flags,
  printPlan,
  sessionsRefusal,
  withConsent,
} from './adopt-place.js';
import { EXIT } from './exit.js';
import { complain, out } from './print.js';
import { refuse } from './refuse.js';

/** `adopt --undo`: everything adopt did is taken back, also after an interruption; what is new is kept. */
export async function undoAdopt(at: AdoptPlace, record: AdoptRecord | null, flags: Flags): Promise<number> {
  if (record === null)
    return refuse(
      `There is nothing to undo: no adoption is on record in ${at.show(at.stateDir)}. Name another state directory with --state-dir.`,
    );
  const place = { ...at, link: record.link };
  const back = [...record.steps]
    .reverse()
    .filter((step) => undoOf(step, foundAt, record.link).type !== 'nothing');
  printPlan(
    back.length === 0
      ? 'Nothing of it is left to undo; the record goes away.'
      : 'What adopt --undo would do, one line for each step:',
    back.map((step) => undoLine(step, place.show)),
  );
  const alive = () => sessionsRefusal(dirsOf(record.steps, record.link), place);
  return withConsent(place, { question: 'Undo that?', alive, work: () => work(place, record) }, flags);
}

async function work({ stateDir, show, config }: AdoptPlace, record: AdoptRecord): Promise<number> {
  // The way back must not depend on room for a note of it: the steps show by themselves how far it came.
  await writeRecord(stateDir, { ...record, phase: 'undoing' }).catch(() => undefined);
  const undone = await undoSteps(record);
  if (!undone.ok) {
    complain(`The undo stopped: ${undone.reason}. Mend that, then go on: claude-failover adopt --undo`);
    return EXIT.failed;
  }
  try {
    await removeRecord(stateDir);
  } catch (error) {
    complain(
      `Everything is undone, but its record stays: ${errorText(error)}. Remove ${recordPath(stateDir)}.`,
    );
    return EXIT.failed;
  }
  for (const path of undone.kept) out(`Kept, because it came in the meantime: ${show(path)}\n`);
  for (const path of undone.gone) complain(`${show(path)} was not brought back: it has gone. Look for it.`);
  out(`Undone: ${show(record.link)} is as it was.\n`);
  if (config?.accounts)
    out(`${show(config.path)} still names accounts: take them out, or no swap will work.\n`);
  return undone.gone.length === 0 ? EXIT.good : EXIT.failed;
}
