import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PASTE_FOLDER_PREFIX } from '../../core/dispatcher/prompt.js';
import { literalFormat } from '../protocol/command.js';

/**
 * Hands `use` the path of a file of mode 0600 holding `text`, in a folder of mode 0700, and removes both afterwards.
 * A file, because in control mode `load-buffer -` would read the text as tmux commands. The path is escaped for
 * tmux, which expands formats in it. null when the file could not be written.
 */
export async function withPasteFile<T>(text: string, use: (path: string) => Promise<T>): Promise<T | null> {
  const dir = await mkdtemp(join(tmpdir(), PASTE_FOLDER_PREFIX)).catch(() => null);
  if (dir === null) return null;
  try {
    const path = join(dir, 'text');
    const written = await writeFile(path, text, { mode: 0o600, flag: 'wx' }).then(
      () => true,
      () => false,
    );
    return written ? await use(literalFormat(path)) : null;
  } finally {
    await rm(dir, { recursive: true, force: true }).catch(() => undefined);
  }
}
