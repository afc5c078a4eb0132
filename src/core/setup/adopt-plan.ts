import { NAME } from '../config/schema.js';
import { isShared, PROJECTS } from './shared.js';
import type { Found, Step } from './steps.js';

export interface Entry {
  readonly name: string;
  readonly found: Exclude<Found, { readonly type: 'none' }>;
}

/** A link inside the directory that would lead elsewhere once it has moved. */
export interface Moved {
  readonly path: string;
  readonly ino: string;
  readonly text: string;
}

/** What was seen of a home before anything is changed. All paths absolute, their folders real. */
export interface HomeFacts {
  readonly link: string;
  /** The directory Claude Code uses now: the link's own path, or what the link leads to. */
  readonly root: { readonly dir: string; readonly ino: string; readonly entries: readonly Entry[] };
  readonly accountsDir: string;
  /** What has the name of the accounts' directory, of `projects` in it, and of the new account in it. */
  readonly accounts: Found;
  readonly projects: Found;
  readonly target: Found;
  readonly moved: readonly Moved[];
  /** The account to add, and the names that are in its directory already. */
  readonly add: { readonly name: string; readonly found: Found; readonly names: readonly string[] } | null;
  /** `.adopt` in the accounts' directory. */
  readonly aside: Found;
}

/** Something that is left as it is, and what follows from that; '' when nothing does. */
export interface Note {
  readonly path: string;
  readonly text: string;
}

export type Plan =
  | { readonly ok: true; readonly steps: readonly Step[]; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly reason: string };

function refuse(reason: string): Plan {
  return { ok: false, reason };
}

/** Why a name cannot be an account's, null when it can. */
function nameRefusal(name: string): string | null {
  if (!NAME.test(name))
    return `"${name}" cannot name an account: it takes 1 to 64 letters, digits, "_" or "-", not "-" first`;
  return name === PROJECTS
    ? `"${name}" cannot name an account: the shared conversations have that name`
    : null;
}

/** Where links keep their first form until an undo. */
export function asideDir(accountsDir: string): string {
  return `${accountsDir}/.adopt`;
}

function made(found: Found, dir: string): readonly Step[] {
  return found.type === 'none' ? [{ do: 'make', dir }] : [];
}

/** Links that would break are put aside, and absolute ones take their place. */
function relinked({ moved, accountsDir }: HomeFacts): readonly Step[] {
  if (moved.length === 0) return [];
  const dir = asideDir(accountsDir);
  const links = moved.flatMap(({ path, ino, text }, index): readonly Step[] => [
    { do: 'move', from: path, to: `${dir}/${index + 1}`, ino },
    { do: 'link', path, text },
  ]);
  return [{ do: 'make', dir }, ...links];
}

/** The plain directory becomes an account's, a link takes its place, and `projects/` moves out of it. */
function settled(facts: HomeFacts, name: string): readonly Step[] {
  const { link, root, accountsDir, accounts } = facts;
  const home = `${accountsDir}/${name}`;
  const projects = root.entries.find((entry) => entry.name === PROJECTS)?.found;
  const own = `${home}/${PROJECTS}`;
  const shared: readonly Step[] =
    projects?.type === 'link'
      ? []
      : [
          ...(projects === undefined ? [{ do: 'make', dir: own } as const] : []),
          { do: 'move', from: own, to: `${accountsDir}/${PROJECTS}`, ino: projects?.ino ?? '' },
          { do: 'link', path: own, text: `../${PROJECTS}` },
        ];
  return [
    ...made(accounts, accountsDir),
    ...relinked(facts),
    { do: 'move', from: root.dir, to: home, ino: root.ino },
    { do: 'link', path: link, text: home },
    ...shared,
  ];
}

/** The directory of one more account: everything but what belongs to a login leads to the first account's. */
function added(facts: HomeFacts, first: string): { steps: readonly Step[]; stay: readonly string[] } {
  const { add, accountsDir, root } = facts;
  if (add === null) return { steps: [], stay: [] };
  const dir = `${accountsDir}/${add.name}`;
  const beside = first.slice(0, first.lastIndexOf('/')) === accountsDir;
  const way = beside ? `..${first.slice(accountsDir.length)}` : first;
  const isNew = root.entries.every((entry) => entry.name !== PROJECTS) && first !== root.dir;
  const names = [...root.entries.map((entry) => entry.name), ...(isNew ? [PROJECTS] : [])].filter(isShared);
  const missing = names.filter((name) => !add.names.includes(name));
  const links = missing.map((name): Step => ({ do: 'link', path: `${dir}/${name}`, text: `${way}/${name}` }));
  const stay = names.filter((name) => add.names.includes(name));
  return { steps: [...made(add.found, dir), ...links], stay };
}

/** What stands in the way of a plan; null when nothing does. */
function inTheWay(facts: HomeFacts, name: string, isPlain: boolean): string | null {
  const { accounts, accountsDir, target, projects, root, add } = facts;
  if (accounts.type !== 'none' && accounts.type !== 'directory')
    return `${accountsDir} is not a directory. Name another one with --accounts-dir.`;
  if (add !== null && add.found.type !== 'none' && add.found.type !== 'directory')
    return `${accountsDir}/${add.name} is not a directory. Choose another name with --add.`;
  if (add !== null && `${accountsDir}/${add.name}` === root.dir)
    return `${root.dir} is the account in use already. Choose another name with --add.`;
  if (!isPlain) return null;
  if (add?.name === name) return `The two accounts cannot both be named "${name}". Change --name or --add.`;
  if (facts.moved.length > 0 && facts.aside.type !== 'none')
    return `${asideDir(accountsDir)} is there already: it holds links of an earlier adoption. Name another directory with --accounts-dir.`;
  if (target.type !== 'none')
    return `${accountsDir}/${name} is there already. Choose another name with --name.`;
  const own = root.entries.find((entry) => entry.name === PROJECTS)?.found.type;
  if (own === 'file') return `${root.dir}/${PROJECTS} is not a directory. Move it away first.`;
  if (own !== 'link' && projects.type !== 'none')
    return `${accountsDir}/${PROJECTS} is there already, and ${root.dir}/${PROJECTS} would have to move there. Bring the two together by hand, or name another directory with --accounts-dir.`;
  return null;
}

/** The whole of an adoption as steps, or why there can be none. A link that is there already stays; only `add` is done. */
export function planAdopt(facts: HomeFacts, name: string): Plan {
  const isPlain = facts.root.dir === facts.link;
  for (const one of [...(isPlain ? [name] : []), ...(facts.add === null ? [] : [facts.add.name])]) {
    const wrong = nameRefusal(one);
    if (wrong !== null) return refuse(`${wrong}.`);
  }
  const blocked = inTheWay(facts, name, isPlain);
  if (blocked !== null) return refuse(blocked);
  const first = isPlain ? `${facts.accountsDir}/${name}` : facts.root.dir;
  const { steps, stay } = added(facts, first);
  const start = isPlain
    ? settled(facts, name)
    : steps.length > 0
      ? made(facts.accounts, facts.accountsDir)
      : [];
  return { ok: true, steps: [...start, ...steps], notes: stay.map((entry) => stays(facts, entry)) };
}

function stays({ accountsDir, add }: HomeFacts, entry: string): Note {
  const text =
    entry === PROJECTS
      ? 'Unless it leads to the shared one, --resume finds no conversation of the other account.'
      : '';
  return { path: `${accountsDir}/${add?.name ?? ''}/${entry}`, text };
}
