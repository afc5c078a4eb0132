import { type Key, useInput, usePaste } from 'ink';
import { chunkParts, keyNames, type Typed, typedParts } from './keys/names.js';

interface Typing {
  /** An editor is open and takes text just now. */
  readonly editing: () => boolean;
  readonly onKey: (name: string) => void;
  /** For the open editor; nothing without one. */
  readonly onText: (text: string) => void;
}

/** Keys and pasted text. Only an open editor takes text: elsewhere what is pasted must not act as keys. */
export function useTyping({ editing, onKey, onText }: Typing): void {
  const take = (parts: readonly Typed[]): void => {
    for (const part of parts) {
      if ('key' in part) onKey(part.key);
      else onText(part.text);
    }
  };
  const hear = (input: string, key: Key): void => {
    if (editing()) {
      take(typedParts(input, key));
      return;
    }
    const names = keyNames(input, key);
    for (const [index, name] of names.entries()) {
      onKey(name);
      if (index + 1 === names.length || !editing()) continue;
      // That key opened the editor: the rest of the chunk is meant for it.
      take(
        chunkParts(
          Array.from(input)
            .slice(index + 1)
            .join(''),
        ),
      );
      return;
    }
  };
  useInput(hear);
  usePaste(onText);
}
