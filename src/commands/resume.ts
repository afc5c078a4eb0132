import { runOrder } from './control.js';

/** `resume`: ends a pause. */
export function run(argv: readonly string[]): Promise<number> {
  return runOrder(argv, '/resume', { body: () => ({}) });
}
