import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './errors.js';

/** One write call; answers how many bytes were taken. A disk that fills up takes fewer without an error. */
export type WriteCall = (file: FileHandle, bytes: Uint8Array) => Promise<number>;

export const plainWrite: WriteCall = async (file, bytes) => (await file.write(bytes)).bytesWritten;

/** Hands everything over, however little each call takes. Throws on an error or when a call takes nothing. */
async function writeFully(file: FileHandle, bytes: Uint8Array, write: WriteCall): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const taken = await write(file, bytes.subarray(done));
    if (taken <= 0) throw new Error(`the disk took ${done} of ${bytes.length} bytes`);
    done += taken;
  }
  const { size } = await file.stat();
  if (size !== bytes.length) throw new Error(`${size} of ${bytes.length} bytes arrived`);
}

/** The error of a file system that cannot make a directory durable: there it is taken as it is. */
export function knowsNoSync(error: unknown): boolean {
  return ['EINVAL', 'ENOTSUP'].includes(errorCode(error));
}

/** Makes renames in this directory outlive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await folder.sync();
  } catch (error) {
    if (!knowsNoSync(error)) throw error;
  } finally {
    await folder.close();
  }
}

/** `state.json.0a1b2c3d4e5f6071.tmp`: the form of our temporary names. */
export function temporaryName(path: string): string {
  return join(dirname(path), `${basename(path)}.${randomBytes(8).toString('hex')}.tmp`);
}

const TEMPORARY_END = /^\.[0-9a-f]{16}\.tmp$/;

/** Whether this name in its folder is one of our temporary names of a file called `name`. */
export function isTemporaryOf(name: string, entry: string): boolean {
  return entry.startsWith(name) && TEMPORARY_END.test(entry.slice(name.length));
}

/** Removes what a killed writer of this file left beside it. Never throws. */
export async function clearTemporaries(path: string): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  const entries = await readdir(folder).catch(() => []);
  const stale = entries.filter((entry) => isTemporaryOf(name, entry));
  await Promise.all(stale.map((entry) => unlink(join(folder, entry)).catch(() => undefined)));
}

/** A new file (0600, never through an existing name) with exactly these bytes on the disk; its path. */
export async function writeTemporary(path: string, bytes: Uint8Array, write: WriteCall): Promise<string> {
  const temporary = temporaryName(path);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const create = () => open(temporary, flags, 0o600);
  const file = await create().catch(async (error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
    // The directory was removed while we run: what is in memory is the truth, so make it again.
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return create();
  });
  try {
    await writeFully(file, bytes, write);
    await file.sync();
  } catch (error) {
    await file.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await file.close();
  return temporary;
}

/** The whole of a small file replaced: readers see the old or the new one, never a part. */
export async function replaceFile(path: string, text: string, write: WriteCall = plainWrite): Promise<void> {
  const temporary = await writeTemporary(path, Buffer.from(text), write);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}
