import { readdir } from 'node:fs/promises';
import { errorCode } from '../errors.js';

/** Where a task can be. */
export type Shelf = 'inbox' | 'running' | 'done' | 'failed';
export type Folder = Shelf | 'signals';
export const FOLDERS: readonly Folder[] = ['inbox', 'running', 'done', 'failed', 'signals'];

/**
 * A file's name as one character for each of its bytes (latin1): also a name that is no valid UTF-8 stays what it is,
 * and a plain one is the same text.
 */
export type ByteName = string;

export function byteName(text: string): ByteName {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** For people and ids; bytes that are no UTF-8 become U+FFFD. */
export function nameText(name: ByteName): string {
  return Buffer.from(name, 'latin1').toString('utf8');
}

/** `.md`, and not hidden: everything else in the queue's folders is left alone. */
export function isTaskName(name: ByteName): boolean {
  return name.endsWith('.md') && !name.startsWith('.');
}

/** Names in a directory; none when it is not there. */
export async function namesIn(path: string): Promise<readonly ByteName[]> {
  try {
    const names = await readdir(path, { encoding: 'buffer' });
    return names.map((name) => name.toString('latin1'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
