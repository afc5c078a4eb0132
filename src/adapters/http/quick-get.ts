import { connect } from 'node:net';
import { failureOf, firstReply, MAX_ANSWER_BYTES, type Reply } from './reply.js';
import type { Whereabouts } from './socket-place.js';

/**
 * One GET of the supervisor of a state directory, all of it within `withinMs`. Over a bare socket: loading Node's HTTP
 * takes longer than everything else a status line does (40 ms, measured with Node 24). Never throws.
 */
export function getQuickly(where: Whereabouts, path: string, withinMs: number): Promise<Reply> {
  const endMs = performance.now() + withinMs;
  return firstReply(where, (socketPath) => get(socketPath, path, Math.max(1, endMs - performance.now())));
}

function get(socketPath: string, path: string, withinMs: number): Promise<Reply> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const socket = connect(socketPath);
    const late = setTimeout(() => end({ type: 'failed', reason: 'it did not answer in time' }), withinMs);
    const end = (reply: Reply): void => {
      clearTimeout(late);
      socket.destroy();
      resolve(reply);
    };
    socket.on('error', (error) => end(failureOf(error)));
    socket.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > MAX_ANSWER_BYTES) end({ type: 'failed', reason: 'its answer is too long' });
    });
    socket.on('end', () => end(replyOf(Buffer.concat(chunks).toString('utf8'))));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  });
}

/** The supervisor sends its JSON in one piece; an answer in any other form is none. */
function replyOf(answer: string): Reply {
  const [, status, body] = /^HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*)$/s.exec(answer) ?? [];
  try {
    if (body !== undefined) return { type: 'answer', status: Number(status), body: JSON.parse(body) };
  } catch {
    // Cut off, or no JSON.
  }
  return { type: 'failed', reason: 'its answer cannot be read' };
}
