import { runOrder } from './control.js';
import { UsageError } from './exit.js';

/** `unpark SESSION`: starts a session again that was given up. */
export function run(argv: readonly string[]): Promise<number> {
  return runOrder(argv, '/unpark', {
    most: 1,
    body: ({ positionals: [session] }) => {
      if (session === undefined) throw new UsageError('unpark takes the name of a session');
      return { session };
    },
  });
}
