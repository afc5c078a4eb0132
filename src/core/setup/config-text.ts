import type { Account, Answers } from './init-answers.js';

/** Needs no quotes in YAML, also inside of braces. */
const PLAIN = /^[A-Za-z0-9_/~.][A-Za-z0-9_/~.-]*$/;
const WORD = /^(?:true|false|null|yes|no|on|off|~|[-+.\d_]+(?:e[-+]?\d+)?|0x[\da-f]+|0o[0-7]+)$/i;

function scalar(text: string): string {
  return PLAIN.test(text) && !WORD.test(text) ? text : JSON.stringify(text);
}

/** One key of a section with the comments above it and all that lies below it. */
interface Entry {
  readonly key: string;
  readonly lines: readonly string[];
}

function entriesOf(lines: readonly string[]): readonly Entry[] {
  const entries: { key: string; lines: string[] }[] = [];
  for (const line of lines) {
    const key = /^ {2}([a-z_]+):/.exec(line)?.[1] ?? null;
    const last = entries.at(-1);
    if (last === undefined || (last.key !== '' && /^ {2}\S/.test(line)))
      entries.push({ key: key ?? '', lines: [line] });
    else {
      last.key ||= key ?? '';
      last.lines.push(line);
    }
  }
  return entries;
}

function commentedOut(line: string): string {
  return /^\s*(?:#|$)/.test(line) ? line : line.replace(/^(\s*)/, '$1# ');
}

type Change = (entry: Entry) => readonly string[];

/** The same section with some of its entries written anew. */
function rewritten(block: readonly string[], changes: Readonly<Record<string, Change>>): readonly string[] {
  const head = block.findIndex((line) => /^[a-z_]+:/.test(line)) + 1;
  const entries = entriesOf(block.slice(head));
  return [...block.slice(0, head), ...entries.flatMap((entry) => changes[entry.key]?.(entry) ?? entry.lines)];
}

function value(text: string): Change {
  return ({ key, lines }) =>
    lines.map((line) => (line.startsWith(`  ${key}:`) ? `  ${key}: ${scalar(text)}` : line));
}

/** The comments of a list stay, its examples give way; without items the whole of it becomes a comment. */
function items(list: readonly string[]): Change {
  return ({ lines }) =>
    list.length === 0
      ? lines.map(commentedOut)
      : [...lines.filter((line) => !/^ {4}- /.test(line)), ...list.map((item) => `    - ${item}`)];
}

/** Without accounts the list says how they come to be. */
function accountList(accounts: readonly Account[]): Change {
  const list = items(accounts.map(accountItem));
  return (entry) => (accounts.length === 0 ? [...NO_ACCOUNTS, ...list(entry)] : list(entry));
}

const NO_ACCOUNTS = [
  '  # No account was found, so it only watches. `claude-failover adopt --add NAME` makes an account of a plain ~/.claude',
  '  # and a second one beside it; then write this anew: claude-failover init --force',
];

function pool(answer: Answers['pool']): Change {
  return ({ lines }) => {
    if (answer === null) return lines.map(commentedOut);
    const values: Readonly<Record<string, string | number>> = { ...answer };
    return lines.map((line) => {
      const key = /^ {4}([a-z]+):/.exec(line)?.[1] ?? '';
      const next = values[key];
      return next === undefined ? line : `    ${key}: ${typeof next === 'number' ? next : scalar(next)}`;
    });
  };
}

function accountItem({ name, dir }: Account, index: number): string {
  return `{ name: ${scalar(name)}, dir: ${scalar(dir)}, priority: ${index + 1} }`;
}

function sectionOf(block: readonly string[], answers: Answers): readonly string[] {
  const key = block.map((line) => /^([a-z_]+):/.exec(line)?.[1]).find((found) => found !== undefined);
  switch (key) {
    case 'mode':
      return block.map((line) => (line.startsWith('mode:') ? `mode: ${answers.mode}` : line));
    case 'accounts':
      return rewritten(block, { link: value(answers.link), list: accountList(answers.accounts) });
    case 'sessions':
      return rewritten(block, {
        pool: pool(answers.pool),
        dedicated: items(answers.dedicated.map((name) => `{ name: ${scalar(name)} }`)),
      });
    case 'tmux':
      return rewritten(block, { socket: value(answers.socket) });
    case 'notifications':
      return block.map(commentedOut);
    case undefined:
      return [
        '# claude-failover: written by claude-failover init. Keys you did not choose have their defaults.',
        ...block.slice(1),
      ];
    default:
      return block;
  }
}

/** The commented example with these answers in it. `example`: sections parted by empty lines, keys in two blanks. */
export function configText(example: string, answers: Answers): string {
  const blocks = example.trimEnd().split(/\n{2,}/);
  return `${blocks.map((block) => sectionOf(block.split('\n'), answers).join('\n')).join('\n\n')}\n`;
}
