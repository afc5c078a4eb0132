import { EXIT } from './exit.js';
import { complain } from './print.js';

/** Tells why it is not done; the exit code of that. */
export function refuse(reason: string): number {
  complain(reason);
  return EXIT.refused;
}
