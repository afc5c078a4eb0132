import { dirname, join } from 'node:path';
import type { Heard } from '../../core/hooks/heard.js';
import { readHeard } from '../../core/hooks/read-heard.js';
import { replyTo } from '../../core/hooks/reply.js';
import type { Snapshot } from '../../core/snapshot.js';
import type { AnswerRoute } from '../http/routes.js';
import { realOrNull } from '../real-path.js';

export interface HeardOptions {
  readonly getSnapshot: () => Snapshot;
  /** Where transcripts may lie: every account's directory, and the link. */
  readonly dirs: () => readonly string[];
  readonly take: (heard: Heard) => void;
}

/**
 * What hooks and status lines tell. For the unix socket alone: who can open that is our user, and so may be the agent
 * itself; what it says is a claim that the engine weighs.
 */
export function heardRoute({ getSnapshot, dirs, take }: HeardOptions): AnswerRoute {
  return {
    method: 'POST',
    path: '/heard',
    run: (body) => {
      const read = readHeard(body);
      if (!read.ok) return { status: 400, body: { reason: read.reason } };
      if (!isBelow(read.transcript, dirs()))
        return { status: 409, body: { reason: 'its transcript is of no account' } };
      take(read.heard);
      return { status: 200, body: { ...replyTo(getSnapshot(), read.heard.conversation) } };
    },
  };
}

/** `<dir>/projects/<slug>/<id>.jsonl`; accounts most often share `projects` by a link. */
function isBelow(transcript: string, dirs: readonly string[]): boolean {
  const projects = realOrNull(dirname(dirname(transcript)));
  return projects !== null && dirs.some((dir) => realOrNull(join(dir, 'projects')) === projects);
}
