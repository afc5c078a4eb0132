import { z } from 'zod';
import type { Command } from '../commands.js';
import type { HitView, Snapshot } from '../snapshot.js';
import { wrongShape } from './wrong-shape.js';

/** What a body asks for: a command; a wish that cannot be met as things stand; or it is no such request at all. */
export type Asked =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'wrong'; readonly reason: string };

/** Turns the JSON of a body into what it asks for. `snapshot`: what the person who asks can see now. */
export type ReadRequest = (body: unknown, snapshot: Snapshot) => Asked;

const name = z.string().min(1).max(300);
const nothing = z.strictObject({});

const swap = z.strictObject({ to: name.nullable().default(null), force: z.boolean().default(false) });
const dismissal = z.strictObject({
  // The id of a hit may hold its whole banner.
  hit: z.string().min(1).max(4_000).optional(),
  all: z.boolean().default(false),
  undo: z.boolean().default(false),
});
const mode = z.strictObject({ mode: z.enum(['auto', 'confirm', 'observe']) });
const task = z.strictObject({ action: z.enum(['retry', 'cancel', 'release']), task: name });
const parked = z.strictObject({ session: name });

/** The orders another process may give: path of the POST → how its body becomes a command. */
export const ORDERS: Readonly<Record<string, ReadRequest>> = {
  '/swap': order(swap, ({ to, force }) => ({ type: 'swap', to, force })),
  '/dismiss': readDismiss,
  '/pause': order(nothing, () => ({ type: 'pause' })),
  '/resume': order(nothing, () => ({ type: 'resume' })),
  '/mode': order(mode, (body) => ({ type: 'mode', mode: body.mode })),
  '/task': order(task, (body) => ({ type: 'task', ...body })),
  '/unpark': order(parked, ({ session }) => ({ type: 'unpark', session })),
};

function order<T extends z.ZodType>(schema: T, toCommand: (body: z.output<T>) => Command): ReadRequest {
  return (body) => {
    const read = schema.safeParse(body);
    if (!read.success) return { type: 'wrong', reason: wrongShape(read.error, body, schema) };
    return { type: 'command', command: toCommand(read.data) };
  };
}

/** One of `hit` (its id, or the session that has just one), `all`, `undo`; with none of them the only hit there is to dismiss. */
function readDismiss(body: unknown, snapshot: Snapshot): Asked {
  const read = dismissal.safeParse(body);
  if (!read.success) return { type: 'wrong', reason: wrongShape(read.error, body, dismissal) };
  const { hit, all, undo } = read.data;
  if ([hit !== undefined, all, undo].filter(Boolean).length > 1)
    return { type: 'wrong', reason: 'hit, all and undo exclude each other: send one of them' };
  if (undo) return { type: 'command', command: { type: 'undo-dismiss' } };
  if (all) return dismiss('all');
  const open = snapshot.hits.filter((one) => one.dismissable);
  if (hit === undefined) return onlyHit(open);
  const ofSession = open.filter((one) => one.session === hit);
  return ofSession.length > 0 ? onlyHit(ofSession) : dismiss(hit);
}

function dismiss(hit: string): Asked {
  return { type: 'command', command: { type: 'dismiss', hit } };
}

function onlyHit(open: readonly HitView[]): Asked {
  const [first] = open;
  if (first === undefined) return { type: 'refused', reason: 'no suspected or deferred hit to dismiss' };
  if (open.length === 1) return dismiss(first.id);
  const listed = open.map((hit) => `${hit.id} (${hit.session})`).join(', ');
  return { type: 'refused', reason: `${open.length} hits can be dismissed: name one of ${listed}, or all` };
}
