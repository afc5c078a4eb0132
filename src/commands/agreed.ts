import { askOnTerminal, consent } from './ask.js';
import { refuse } from './refuse.js';

/** True when consent was given by `--yes` or by the person; else the exit code, told. */
export async function agreed(question: string, yes: boolean): Promise<true | number> {
  if (yes) return true;
  const asker = askOnTerminal();
  if (asker === null)
    return refuse('Nothing was changed: there is no terminal to ask on. Say --yes to agree beforehand.');
  if (await consent(question, asker)) return true;
  return refuse('Nothing was changed.');
}
