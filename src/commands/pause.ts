import { runOrder } from './control.js';

/** `pause`: no task is handed out until `resume`. */
export function run(argv: readonly string[]): Promise<number> {
  return runOrder(argv, '/pause', { body: () => ({}) });
}
