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
  if (key.backspace || key.delete) return 'backspace';
  return null;
}

/** The names of the keys in one input event of Ink 8: quick typing arrives as one chunk of several characters. */
export function keyNames(input: string, key: Key): readonly string[] {
  const name = special(key);
  if (name !== null) return [name];
  if (key.ctrl) return [`ctrl-${input}`];
  if (key.meta || input.length > TYPED_MAX) return [];
  return Array.from(input, (char) =>
    char === '\r' || char === '\n' ? 'enter' : char === '\t' ? 'tab' : char,
  );
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
  'ctrl-c': 'Ctrl-C',
  'ctrl-z': 'Ctrl-Z',
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
  return (ascii ? SHOWN_ASCII[name] : undefined) ?? SHOWN[name] ?? name;
}
