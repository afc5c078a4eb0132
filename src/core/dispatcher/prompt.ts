import { cleanText } from '../clean-text.js';

/** Longer prompts belong into a file; the CLI cuts them in the composer. Bytes of UTF-8. */
export const MAX_TEXT_BYTES = 64 * 1024;

/** Of the folders in the system's temporary folder that hold a prompt while tmux reads it. */
export const PASTE_FOLDER_PREFIX = 'claude-failover-paste-';

/**
 * Text as it may be pasted: no ESC and no other control character but tab and newline, so that no byte of it can
 * leave the bracketed paste (tmux before 3.7 filters nothing). White space at its end goes: it is no part of a prompt.
 */
export function sanitise(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .replace(/\p{Cs}/gu, '')
    .trimEnd();
}

/** Why this (sanitised) prompt cannot be typed, and what to do about it; null when it can. */
export function promptProblem(prompt: string): string | null {
  // Nobody sees a text of marks without a width: it is as empty as one of blanks.
  if (cleanText(prompt) === '') return 'it holds no prompt. Write into it what is to be done';
  if (utf8Length(prompt) <= MAX_TEXT_BYTES) return null;
  return `its prompt is longer than ${MAX_TEXT_BYTES / 1024} KB. Put the long part into a file of its own and name that file in the prompt`;
}

/** Bytes of the text in UTF-8; a lone surrogate counts as the replacement character (3). */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}

/** As much of the beginning as fits into `max` bytes of UTF-8; characters stay whole. */
export function cutToBytes(text: string, max: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text.slice(0, max)) {
    bytes += utf8Length(character);
    if (bytes > max) break;
    end += character.length;
  }
  return text.slice(0, end);
}
