import { errorCode, errorText } from '../errors.js';
import { mayBeAsked, socketPlaces, type Whereabouts } from './socket-place.js';

export type Reply =
  /** Nobody listens. */
  | { readonly type: 'none' }
  | { readonly type: 'answer'; readonly status: number; readonly body: unknown }
  /** Somebody does, but no answer came of it; `reason` continues a sentence. */
  | { readonly type: 'failed'; readonly reason: string };

/** A longer answer is none of ours, in bytes. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** What a connection that broke off, or never was, comes to. */
export function failureOf(error: Error): Reply {
  const nobody = ['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes(errorCode(error));
  return nobody ? { type: 'none' } : { type: 'failed', reason: errorText(error) };
}

/** The first reply of anybody at the sockets where the supervisor of this state directory may listen. */
export async function firstReply(
  where: Whereabouts,
  askAt: (socketPath: string) => Promise<Reply>,
): Promise<Reply> {
  for (const place of socketPlaces(where.stateDir, where.env)) {
    if (!mayBeAsked(place.path)) continue;
    const reply = await askAt(place.path);
    if (reply.type !== 'none') return reply;
  }
  return { type: 'none' };
}
