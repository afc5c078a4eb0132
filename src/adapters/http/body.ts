import type { IncomingMessage } from 'node:http';
import { isJsonType } from '../../core/http/gate.js';

/** Longest body that is read, in bytes. */
const MAX_BODY_BYTES = 64 * 1024;

export type Body =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly status: 400 | 413 | 415; readonly reason: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

const TOO_LONG: Body = {
  ok: false,
  status: 413,
  reason: `the body is longer than ${MAX_BODY_BYTES / 1024} KB`,
};

/**
 * The JSON of a request; {} when it has no body. `typed`: also one without a body names its type. Reads no further than
 * allowed. Throws when the sender goes away.
 */
export async function readBody(request: IncomingMessage, typed: boolean): Promise<Body> {
  const { headers } = request;
  const length = Number(headers['content-length'] ?? 0);
  const empty = length === 0 && headers['transfer-encoding'] === undefined;
  if ((typed || !empty) && !isJsonType(headers['content-type']))
    return { ok: false, status: 415, reason: 'send JSON, with Content-Type: application/json' };
  if (empty) return { ok: true, json: {} };
  if (length > MAX_BODY_BYTES) return TOO_LONG;
  const bytes = await collect(request);
  return bytes === null ? TOO_LONG : parse(bytes);
}

/** Everything that is sent, null when that is too much. Listens instead of iterating, which would destroy the connection. */
function collect(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) {
        chunks.push(chunk);
        return;
      }
      request.pause();
      resolve(null);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('the sender went away')));
  });
}

function parse(bytes: Buffer): Body {
  try {
    return { ok: true, json: bytes.length === 0 ? {} : JSON.parse(utf8.decode(bytes)) };
  } catch {
    return { ok: false, status: 400, reason: 'the body is not JSON' };
  }
}
