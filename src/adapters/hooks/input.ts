import { readStat } from '../proc-files.js';

/** Longest input that is read, in bytes: a hook's holds a whole prompt at the most. */
const MAX_BYTES = 2 * 1024 * 1024;
/** The CLI writes it at once, and waits for our end: what has not come by then is not waited for. */
const WITHIN_MS = 400;

/** Everything on standard input, null when it is too long or does not end in time. Leaves nothing open. */
export function readInput(stream: NodeJS.ReadStream): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (bytes: Buffer | null): void => {
      clearTimeout(timer);
      resolve(bytes);
      stream.destroy();
    };
    const timer = setTimeout(() => end(null), WITHIN_MS);
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > MAX_BYTES) end(null);
    });
    stream.on('end', () => end(Buffer.concat(chunks)));
    stream.on('error', () => end(null));
  });
}

/** The JSON in these bytes, undefined when they hold none. */
export function jsonOf(bytes: Buffer | null): unknown {
  try {
    return bytes === null ? undefined : JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Our parent and its parent, as far as they can be told (Linux): a shell, and the agent that runs the hook. */
export function processesAbove(): readonly number[] {
  const parent = readStat(process.ppid);
  return parent === null ? [] : [parent.pid, parent.ppid].filter((pid) => pid > 0);
}
