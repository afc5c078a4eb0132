import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Offset, readOffset } from '../../core/telegram/offset.js';
import { replaceFile } from '../durable.js';

export interface OffsetFile {
  /** Null: none, of another bot, too old, or not to be read. */
  load(bot: number, nowMs: number): Offset | null;
  /** On the disk (0600) when it resolves true. */
  save(offset: Offset): Promise<boolean>;
}

const MAX_BYTES = 4_096;

/** `telegram-offset.json` in the state directory. What it holds is no secret: the bot's number and the next update's. */
export function createOffsetFile(stateDir: string): OffsetFile {
  const path = join(stateDir, 'telegram-offset.json');
  return {
    load: (bot, nowMs) => {
      try {
        if (statSync(path).size > MAX_BYTES) return null;
        return readOffset(JSON.parse(readFileSync(path, 'utf8')), bot, nowMs);
      } catch {
        return null;
      }
    },
    save: async (offset) => {
      try {
        await replaceFile(path, `${JSON.stringify(offset)}\n`);
        return true;
      } catch {
        return false;
      }
    },
  };
}
