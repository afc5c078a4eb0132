import { askSupervisor } from '../http/client.js';
import type { Environment } from '../paths.js';

/** The agent waits for its hooks: nobody who does not answer is waited for longer, in milliseconds. */
const WITHIN_MS = 250;

/** Tells the supervisor of this state directory, over its unix socket only; what it answers, null when nobody does. Never throws. */
export async function tellSupervisor(
  where: { readonly stateDir: string; readonly env: Environment },
  body: object,
): Promise<unknown> {
  const reply = await askSupervisor(where, 'POST', '/heard', { body, withinMs: WITHIN_MS });
  return reply.type === 'answer' && reply.status === 200 ? reply.body : null;
}
