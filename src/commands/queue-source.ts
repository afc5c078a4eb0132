import { createReadStream, statSync } from 'node:fs';
import { errorText } from '../adapters/errors.js';
import { isLogin } from '../adapters/link-checks.js';

export type Source =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** As much as a task's file may have. */
const MAX_BYTES = 1024 * 1024;

/** The text of a task to add: standard input for `-`, what is in a file, else the words themselves. */
export async function readSource(words: readonly string[]): Promise<Source> {
  const [first = ''] = words;
  if (words.length > 1) return { ok: true, text: words.join(' ') };
  if (first === '-') return readText('standard input', process.stdin);
  const found = statSync(first, { throwIfNoEntry: false });
  if (found?.isDirectory()) return { ok: false, reason: `${first} is a directory. Name a file` };
  if (found?.isFile() && isLogin(first))
    return {
      ok: false,
      reason: `${first} is the login of an account, which is never opened. Name another file`,
    };
  if (found !== undefined) return readText(first, createReadStream(first));
  // Nobody means a file's name as the whole task: it is most likely mistyped.
  if (/^\S*(?:\/\S*|\.(?:md|txt|markdown))$/.test(first))
    return { ok: false, reason: `there is no file ${first}. Name one that is there, or add more words` };
  return { ok: true, text: first };
}

async function readText(what: string, stream: NodeJS.ReadableStream): Promise<Source> {
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > MAX_BYTES)
        return {
          ok: false,
          reason: `${what} is larger than 1 MB. Put the material elsewhere and name it in the prompt`,
        };
      chunks.push(bytes);
    }
    return {
      ok: true,
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks)),
    };
  } catch (error) {
    if (error instanceof TypeError)
      return { ok: false, reason: `${what} is not text in UTF-8. Save it as that` };
    return { ok: false, reason: `${what} cannot be read: ${errorText(error)}` };
  }
}
