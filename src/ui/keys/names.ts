import type { Key } from 'ink';

/** A chunk of typed characters longer than this is no typing: it is ignored. */
const TYPED_MAX = 8;

function special(key: Key): string | null {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return key.shift ? 'shift-tab' : 'tab';
  if (key.backspace) return 'backspace';
  if (key.delete) return 'delete';
  return null;
}

/** Ctrl and a letter, as it stands among others in a chunk: its code is that of its place in the alphabet. */
const CONTROL = /^[\u0001-\u001a]$/;

function nameOf(char: string): string {
  if (char === '\r' || char === '\n') return 'enter';
  if (char === '\t') return 'tab';
  return CONTROL.test(char) ? `ctrl-${String.fromCharCode(char.charCodeAt(0) + 96)}` : char;
}

/** The names of the keys in one input event of Ink 8: quick typing arrives as one chunk of several characters. */
export function keyNames(input: string, key: Key): readonly string[] {
  const name = special(key);
  if (name !== null) return [name];
  if (key.ctrl) return [`ctrl-${input}`];
  if (key.meta || input.length > TYPED_MAX) return [];
  return Array.from(input, nameOf);
}

/** A part of what was typed into an editor: text as it is, or a key. */
export type Typed = { readonly text: string } | { readonly key: string };

/** A chunk longer than this comes from a paste: its control characters are no keys. */
const BY_HAND_MAX = 64;

/** Typed characters as an open editor takes them: several at once are text, with the keys that a slow line put between. */
export function chunkParts(chunk: string): readonly Typed[] {
  if (Array.from(chunk).length === 1) return [{ key: nameOf(chunk) }];
  if (chunk.length > BY_HAND_MAX) return [{ text: chunk }];
  return chunk
    .split(/([\u0001-\u0008\u000b\u000c\u000e-\u001a])/)
    .flatMap((part, index) =>
      part === '' ? [] : [index % 2 === 1 ? { key: nameOf(part) } : { text: part }],
    );
}

/** One input event as an open editor takes it. */
export function typedParts(input: string, key: Key): readonly Typed[] {
  const isKey = special(key) !== null || key.ctrl || key.meta || input === '';
  return isKey ? keyNames(input, key).map((name) => ({ key: name })) : chunkParts(input);
}

const SHOWN: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  enter: '↵',
  escape: 'Esc',
  tab: 'Tab',
  'shift-tab': 'Shift-Tab',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  backspace: 'Backspace',
  delete: 'Del',
};
const SHOWN_ASCII: Readonly<Record<string, string>> = {
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  enter: 'Enter',
};

/** How a key is written on the screen. */
export function keyShown(name: string, ascii: boolean): string {
  if (name.startsWith('ctrl-')) return `Ctrl-${name.slice(5).toUpperCase()}`;
  return (ascii ? SHOWN_ASCII[name] : undefined) ?? SHOWN[name] ?? name;
}
