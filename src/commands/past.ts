import { open } from 'node:fs/promises';
import { errorText } from '../adapters/errors.js';
import { journalFile } from '../adapters/journal.js';
import { parseJson } from '../core/json.js';
import type { Past } from '../ui/index.js';
import { pastOf } from './past-of.js';

/** Of each of the two files: the ends of months, at a few lines a day that count. */
const READ_MAX = 4 * 1024 * 1024;
const TOLD_MAX = 200;
/** Of all lines only these can tell of a swap or a hit: the others are not even parsed. */
const COUNTS = /"(?:swap":\{|hits":\[)/;

/** The last lines of a file that count; none of a file that is not there. */
async function linesOf(path: string): Promise<readonly string[]> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return [];
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - READ_MAX);
    const bytes = Buffer.alloc(size - start);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    const lines = bytes.toString('utf8', 0, bytesRead).split('\n');
    return (start > 0 ? lines.slice(1) : lines).filter((line) => COUNTS.test(line));
  } finally {
    await file.close();
  }
}

/** Past swaps and limits out of the journal of this state directory, newest first. */
export async function readPast(stateDir: string): Promise<readonly Past[]> {
  const file = journalFile(stateDir);
  try {
    const lines = [...(await linesOf(`${file}.1`)), ...(await linesOf(file))];
    return pastOf(lines.map(parseJson)).slice(0, TOLD_MAX);
  } catch (error) {
    throw new Error(`The journal was not read: ${errorText(error)}. It is ${file}.`);
  }
}
