import { MODES } from '../core/words.js';
import { runOrder } from './control.js';
import { UsageError } from './exit.js';

/** `mode auto|confirm|observe`. */
export function run(argv: readonly string[]): Promise<number> {
  return runOrder(argv, '/mode', {
    most: 1,
    body: ({ positionals: [mode] }) => {
      if (!MODES.some((one) => one === mode)) throw new UsageError('mode takes auto, confirm or observe');
      return { mode };
    },
  });
}
