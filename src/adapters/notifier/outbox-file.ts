import { constants } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EMPTY_OUTBOX, type Outbox } from '../../core/notifier/outbox.js';
import { parseOutbox, writeOutbox } from '../../core/notifier/stored-outbox.js';
import { clearTemporaries, plainWrite, replaceFile, type WriteCall } from '../durable.js';
import { errorCode, errorText } from '../errors.js';

export interface OutboxFile {
  /** At the start: also clears away what a killed writer left. `finding`: a sentence for the log when it could not be used. */
  load(): Promise<{ readonly outbox: Outbox; readonly finding: string | null }>;
  /** Durable when it resolves to null; else why not. */
  save(outbox: Outbox): Promise<string | null>;
}

const MAX_BYTES = 8 * 1024 * 1024;

/** `outbox.json` in the state directory, 0600. A broken one is kept as `outbox.corrupt.json`. */
export function createOutboxFile(stateDir: string, write: WriteCall = plainWrite): OutboxFile {
  const path = join(stateDir, 'outbox.json');
  return {
    load: async () => {
      await clearTemporaries(path);
      const text = await read(path);
      if (text === null) return { outbox: EMPTY_OUTBOX, finding: null };
      const outbox = text.ok ? parseOutbox(text.value) : null;
      if (outbox !== null) return { outbox, finding: null };
      const why = text.ok ? 'its content is no outbox' : text.reason;
      return { outbox: EMPTY_OUTBOX, finding: await setAside(path, why) };
    },
    save: async (outbox) => {
      try {
        await replaceFile(path, writeOutbox(outbox), write);
        return null;
      } catch (error) {
        return `${path} cannot be written: ${errorText(error)}. Messages that wait would not outlive a restart.`;
      }
    },
  };
}

type Read = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly reason: string };

async function read(path: string): Promise<Read | null> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      if (size > MAX_BYTES) return { ok: false, reason: `it is ${size} bytes long` };
      return { ok: true, value: await file.readFile('utf8') };
    } finally {
      await file.close();
    }
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? null : { ok: false, reason: errorText(error) };
  }
}

async function setAside(path: string, why: string): Promise<string> {
  const aside = join(dirname(path), 'outbox.corrupt.json');
  const kept = await rename(path, aside).then(
    () => `It was kept as ${aside}.`,
    () => 'It could not be kept.',
  );
  return `${path} cannot be used: ${why}. ${kept} Messages that waited in it are not sent.`;
}
