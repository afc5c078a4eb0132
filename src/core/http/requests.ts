import { z } from 'zod';
import type { Command } from '../commands.js';
import type { HitView, Snapshot } from '../snapshot.js';
import { MODES } from '../words.js';
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

/** The bodies of the orders, by their paths. */
export const BODIES = {
  swap: z.strictObject({ to: name.nullable().default(null), force: z.boolean().default(false) }),
  dismiss: z.strictObject({
    // The id of a hit may hold its whole banner.
    hit: z.string().min(1).max(4_000).optional(),
    all: z.boolean().default(false),
    undo: z.boolean().default(false),
  }),
  pause: nothing,
  resume: nothing,
  mode: z.strictObject({ mode: z.enum(MODES) }),
  task: z.strictObject({ action: z.enum(['retry', 'cancel', 'release']), task: name }),
  unpark: z.strictObject({ session: name }),
  answer: z.strictObject({ yes: z.boolean(), of: z.string().max(40).optional() }),
  focus: z.strictObject({ session: name }),
} as const;

/** The orders another process may give: path of the POST → how its body becomes a command. */
export const ORDERS: Readonly<Record<string, ReadRequest>> = {
  '/swap': order(BODIES.swap, ({ to, force }) => ({ type: 'swap', to, force })),
  '/dismiss': readDismiss,
  '/pause': order(BODIES.pause, () => ({ type: 'pause' })),
  '/resume': order(BODIES.resume, () => ({ type: 'resume' })),
  '/mode': order(BODIES.mode, (body) => ({ type: 'mode', mode: body.mode })),
  '/task': order(BODIES.task, (body) => ({ type: 'task', ...body })),
  '/unpark': order(BODIES.unpark, ({ session }) => ({ type: 'unpark', session })),
  '/answer': order(BODIES.answer, ({ yes, of }) => ({
    type: 'answer',
    yes,
    ...(of === undefined ? {} : { of }),
  })),
};

/** Those that only who sits at this machine may give: they move the person's own client. */
export const LOCAL_ORDERS: Readonly<Record<string, ReadRequest>> = {
  '/focus': readFocus,
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
  const read = BODIES.dismiss.safeParse(body);
  if (!read.success) return { type: 'wrong', reason: wrongShape(read.error, body, BODIES.dismiss) };
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

/** A session by its id, else by its pane, else by its name when that is of one only. */
function readFocus(body: unknown, { sessions }: Snapshot): Asked {
  const read = BODIES.focus.safeParse(body);
  if (!read.success) return { type: 'wrong', reason: wrongShape(read.error, body, BODIES.focus) };
  const wanted = read.data.session;
  const same = (key: 'id' | 'pane' | 'name') => sessions.filter((one) => one[key] === wanted);
  const found = [same('id'), same('pane'), same('name')].find((some) => some.length > 0) ?? [];
  const [first] = found;
  if (first === undefined) return { type: 'refused', reason: `no session is called ${wanted}` };
  if (found.length === 1) return { type: 'command', command: { type: 'focus', session: first.id } };
  const panes = found.map(({ pane }) => pane).join(', ');
  return {
    type: 'refused',
    reason: `${found.length} sessions are called ${wanted}: name a pane, one of ${panes}`,
  };
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
