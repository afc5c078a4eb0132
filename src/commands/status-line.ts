import { getQuickly } from '../adapters/http/quick-get.js';
import type { Reply } from '../adapters/http/reply.js';
import type { Whereabouts } from '../adapters/http/socket-place.js';
import { readSnapshot } from '../core/viewer/read-snapshot.js';
import { type LineFormat, quietLine, statusLine } from '../core/viewer/status-line.js';
import { EXIT } from './exit.js';

/** A status line is drawn again soon: a supervisor that does not answer now is not waited for. */
const WITHIN_MS = 200;

/** Prints one line on how the supervisor stands. Always good: a status line has no room for errors. */
export async function printLine(where: Whereabouts, format: LineFormat): Promise<number> {
  const reply = await getQuickly(where, '/status', WITHIN_MS);
  // Whoever asked may have gone meanwhile (tmux ended, `| head`).
  process.stdout.on('error', () => undefined);
  process.stdout.write(`${lineOf(reply, format)}\n`);
  return EXIT.good;
}

function lineOf(reply: Reply, format: LineFormat): string {
  if (reply.type === 'none') return quietLine('off', format);
  if (reply.type === 'failed' || reply.status >= 500) return quietLine('no-answer', format);
  const snapshot = reply.status === 200 ? readSnapshot(reply.body) : null;
  return snapshot === null ? quietLine('other-version', format) : statusLine(snapshot, format, Date.now());
}
