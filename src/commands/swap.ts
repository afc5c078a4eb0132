import { setTimeout as pause } from 'node:timers/promises';
import type { Whereabouts } from '../adapters/http/socket-place.js';
import { cleanText } from '../core/clean-text.js';
import type { Snapshot } from '../core/snapshot.js';
import { PLACE_OPTIONS, parseArguments } from './arguments.js';
import { askOr, nobody, readStatus, tellAnswer } from './control.js';
import { EXIT } from './exit.js';
import { complain, out } from './print.js';
import { whereOf } from './where.js';

/** An ended swap stays in the snapshot for 6 s: it is not missed. */
const LOOK_MS = 200;

/** `swap [ACCOUNT] [--force] [--no-wait]`. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = { ...PLACE_OPTIONS, force: { type: 'boolean' }, 'no-wait': { type: 'boolean' } } as const;
  const parsed = parseArguments(argv, options, 1);
  const where = whereOf(parsed);
  const order = { to: parsed.positionals[0] ?? null, force: parsed.values.force === true };
  const answer = await askOr(where, 'POST', '/swap', order);
  if (answer.type === 'none') return nobody(where);
  if (answer.type === 'told') return answer.code;
  const code = tellAnswer(answer);
  if (answer.status !== 202 || parsed.values['no-wait'] === true) return code;
  return follow(where, String(answer.body.intentId));
}

/** Waits for the swap to end, and tells what it waits for itself. */
async function follow(where: Whereabouts, intentId: string): Promise<number> {
  let waiting: string | null = null;
  for (;;) {
    const snapshot = await readStatus(where);
    if (typeof snapshot === 'number') {
      complain('How the swap ends is not known: the next start of claude-failover goes on with it.');
      return EXIT.failed;
    }
    const end = endOf(snapshot, intentId);
    if (end !== null) {
      if (end.done) out(`${cleanText(end.text)}\n`);
      else complain(end.text);
      return end.done ? EXIT.good : EXIT.failed;
    }
    const now = snapshot.swap?.waiting ?? null;
    if (now !== null && now !== waiting) complain(`waits: ${now}`);
    waiting = now;
    await pause(LOOK_MS);
  }
}

/** How the swap ended; null while it goes on. */
export function endOf(
  { swap, events, needs }: Snapshot,
  intentId: string,
): { readonly done: boolean; readonly text: string } | null {
  // Every end is told by an event that begins so; the newest is that of the swap that ended last.
  const told = events.find((event) => /^swap .* (?:done in|refused:) /.test(event.text));
  if (swap === null || swap.id !== intentId)
    return { done: told?.level === 'good', text: told?.text ?? 'the swap ended' };
  switch (swap.phase) {
    case 'done':
      return { done: true, text: told?.text ?? `swap to ${swap.to} done` };
    case 'rolled-back':
      return { done: false, text: told?.text ?? `swap to ${swap.to} refused` };
    case 'needs-person':
      return { done: false, text: `the swap needs you: ${needs.join('; ')}` };
    default:
      return null;
  }
}
