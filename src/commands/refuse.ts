import { EXIT } from './exit.js';
import { complain } from './print.js';

/** Tells why it is not done, a line for each reason; the exit code of that. */
export function refuse(...reasons: readonly string[]): number {
  for (const reason of reasons) complain(reason);
  return EXIT.refused;
}
