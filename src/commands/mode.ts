import { runOrder } from './control.js';
import { UsageError } from './exit.js';

const MODES = ['auto', 'confirm', 'observe'];

/** `mode auto|confirm|observe`. */
export function run(argv: readonly string[]): Promise<number> {
  return runOrder(argv, '/mode', {
    most: 1,
    body: ({ positionals: [mode] }) => {
      if (mode === undefined || !MODES.includes(mode))
        throw new UsageError('mode takes auto, confirm or observe');
      return { mode };
    },
  });
}
