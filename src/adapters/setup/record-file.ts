import { readFileSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type AdoptRecord, parseRecord } from '../../core/setup/adopt-record.js';
import { replaceFile, syncFolder } from '../durable.js';
import { errorCode, errorText } from '../errors.js';

export type StoredRecord =
  | { readonly type: 'none' }
  | { readonly type: 'ok'; readonly record: AdoptRecord }
  | { readonly type: 'unreadable'; readonly reason: string };

const MAX_BYTES = 64 * 1024 * 1024;

/** `adopt.json` in the state directory. */
export function recordPath(stateDir: string): string {
  return join(stateDir, 'adopt.json');
}

export function readRecord(stateDir: string): StoredRecord {
  const path = recordPath(stateDir);
  const unreadable = (why: string): StoredRecord => ({
    type: 'unreadable',
    reason: `${path} cannot be read: ${why}. It says how to undo an adoption; look at it before you move it away.`,
  });
  try {
    if (statSync(path).size > MAX_BYTES) return unreadable('it is too large');
    const record = parseRecord(JSON.parse(readFileSync(path, 'utf8')));
    return record === null ? unreadable('it is no record of this version') : { type: 'ok', record };
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(errorCode(error)) ? { type: 'none' } : unreadable(errorText(error));
  }
}

/** On the disk (0600) when it returns. Throws what the file system throws; then the old one stands. */
export async function writeRecord(stateDir: string, record: AdoptRecord): Promise<void> {
  await replaceFile(recordPath(stateDir), `${JSON.stringify(record)}\n`);
}

export async function removeRecord(stateDir: string): Promise<void> {
  unlinkSync(recordPath(stateDir));
  await syncFolder(stateDir);
}
