import { runOrder } from './control.js';
import { UsageError } from './exit.js';

/** `dismiss [ID|--all|--undo]`. */
export function run(argv: readonly string[]): Promise<number> {
  return runOrder(argv, '/dismiss', {
    options: { all: { type: 'boolean' }, undo: { type: 'boolean' } },
    most: 1,
    body: ({ values, positionals: [hit] }) => {
      const all = values.all === true;
      const undo = values.undo === true;
      if ([hit !== undefined, all, undo].filter(Boolean).length > 1)
        throw new UsageError('dismiss takes one of ID, --all and --undo');
      return { ...(hit === undefined ? {} : { hit }), all, undo };
    },
  });
}
