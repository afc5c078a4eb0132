import { createHash } from 'node:crypto';
import { link, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canonicalJson } from './canonical.js';
import {
  clearTemporaries,
  plainWrite,
  syncFolder,
  temporaryName,
  type WriteCall,
  writeTemporary,
} from './durable.js';
import { errorCode, errorText } from './errors.js';

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_KEPT = 5;

export interface Saved<T> {
  readonly state: T;
  /** Counts the starts of a supervisor; results of an older one are ignored. */
  readonly epoch: number;
  /** Counts the writes. */
  readonly seq: number;
}

export type LoadedState<T> =
  | { readonly type: 'missing' }
  | ({ readonly type: 'ok' } & Saved<T>)
  /** `keptAs`: where the broken file went, null when there was none to keep. `previous`: the version before it, if sound. */
  | {
      readonly type: 'corrupt';
      readonly reason: string;
      readonly keptAs: string | null;
      readonly previous: Saved<T> | null;
    }
  /** Written by a newer program: never written, renamed or removed by this one. */
  | { readonly type: 'newer'; readonly schema: number };

export type SaveResult =
  | { readonly ok: true; readonly seq: number }
  | { readonly ok: false; readonly reason: string };

export interface StateFile<T> {
  /** Once at the start, with the state lock held: also clears away what a killed writer left. */
  load(): Promise<LoadedState<T>>;
  /** Durable when it answers ok; else the old file stands as it was. Saves queue up, in order. Never throws. */
  save(state: T, epoch: number): Promise<SaveResult>;
}

export interface StateFileOptions<T> {
  readonly dir: string;
  /** The schema this program writes. */
  readonly schema: number;
  /** The state, brought to today's schema; null when it is not one. Pure. */
  readonly validate: (state: unknown, schema: number) => T | null;
  readonly write?: WriteCall;
}

type Read<T> =
  | ({ readonly type: 'ok' } & Saved<T>)
  | { readonly type: 'missing' }
  | { readonly type: 'newer'; readonly schema: number }
  | { readonly type: 'broken'; readonly reason: string };

function encode(schema: number, { state, epoch, seq }: Saved<unknown>): string {
  const checksum = createHash('sha256').update(canonicalJson({ schema, epoch, seq, state })).digest('hex');
  return `${canonicalJson({ schema, epoch, seq, checksum, state })}\n`;
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function decode<T>(text: string, options: StateFileOptions<T>): Read<T> {
  const broken = (reason: string): Read<T> => ({ type: 'broken', reason });
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return broken('it is not complete JSON');
  }
  if (typeof raw !== 'object' || raw === null) return broken('it is not an envelope');
  const fields = raw as Record<string, unknown>;
  const [schema, epoch, seq] = [count(fields.schema), count(fields.epoch), count(fields.seq)];
  if (schema !== null && schema > options.schema) return { type: 'newer', schema };
  if (schema === null || epoch === null || seq === null) return broken('its envelope lacks a field');
  // Compared as text: catches a cut, trailing bytes and doubled keys besides a wrong checksum.
  if (encode(schema, { state: fields.state, epoch, seq }) !== text)
    return broken('its checksum does not agree');
  const state = options.validate(fields.state, schema);
  return state === null ? broken('its content is not a state') : { type: 'ok', state, epoch, seq };
}

async function read<T>(path: string, options: StateFileOptions<T>): Promise<Read<T>> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) return { type: 'broken', reason: `it is ${size} bytes long` };
    return decode(await readFile(path, 'utf8'), options);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { type: 'missing' };
    return { type: 'broken', reason: errorText(error) };
  }
}

/** Moves a broken file to `state.corrupt.1` to `.5`, the oldest one giving way; null when even that fails. */
async function keepAside(path: string): Promise<string | null> {
  const names = Array.from({ length: MAX_KEPT }, (_, i) => join(dirname(path), `state.corrupt.${i + 1}`));
  const ages = await Promise.all(
    names.map((name) =>
      stat(name).then(
        (found) => found.mtimeMs,
        () => -1,
      ),
    ),
  );
  const target = names[ages.indexOf(Math.min(...ages))];
  if (target === undefined) return null;
  return rename(path, target).then(
    () => target,
    () => null,
  );
}

/** Keeps the present file as `state.prev.json` without ever leaving its own name empty. */
async function keepPrevious(path: string, previous: string): Promise<void> {
  const beside = temporaryName(previous);
  try {
    await link(path, beside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    // No hard links here: for one moment only the previous name stands, which `load` knows how to read.
    await rename(path, previous);
    return;
  }
  await rename(beside, previous);
  // Two names of one file: the rename did nothing and left ours behind.
  await unlink(beside).catch(() => undefined);
}

/** `state.json` in `dir`, with `state.prev.json` beside it: one of the two is whole at every instant. */
export function createStateFile<T>(options: StateFileOptions<T>): StateFile<T> {
  const path = join(options.dir, 'state.json');
  const previous = join(options.dir, 'state.prev.json');
  const write = options.write ?? plainWrite;
  let seq: number | null = null;
  let newer = false;
  let queue: Promise<unknown> = Promise.resolve();

  const load = async (): Promise<LoadedState<T>> => {
    const current = await read(path, options);
    newer = current.type === 'newer';
    if (current.type === 'newer') return current;
    await Promise.all([clearTemporaries(path), clearTemporaries(previous)]);
    if (current.type === 'ok') {
      seq = current.seq;
      return current;
    }
    const older = await read(previous, options);
    if (older.type === 'newer') {
      newer = true;
      return older;
    }
    seq = older.type === 'ok' ? older.seq : 0;
    if (current.type === 'missing' && older.type === 'missing') return { type: 'missing' };
    const keptAs = current.type === 'broken' ? await keepAside(path) : null;
    const reason = current.type === 'broken' ? current.reason : 'it is gone, only the previous one is there';
    const sound = older.type === 'ok' ? { state: older.state, epoch: older.epoch, seq: older.seq } : null;
    return { type: 'corrupt', reason: `${path}: ${reason}`, keptAs, previous: sound };
  };
  const store = async (state: T, epoch: number): Promise<SaveResult> => {
    if (seq === null && !newer) await load();
    if (newer) return { ok: false, reason: `${path} was written by a newer version and is left alone` };
    const next = (seq ?? 0) + 1;
    try {
      const bytes = Buffer.from(encode(options.schema, { state, epoch, seq: next }));
      const temporary = await writeTemporary(path, bytes, write);
      await keepPrevious(path, previous);
      await rename(temporary, path);
      await syncFolder(options.dir);
      seq = next;
      return { ok: true, seq: next };
    } catch (error) {
      return { ok: false, reason: `${path} cannot be written: ${errorText(error)}` };
    }
  };
  return {
    load,
    save: (state, epoch) => {
      const result = queue.then(() => store(state, epoch));
      queue = result;
      return result;
    },
  };
}
