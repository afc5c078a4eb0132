import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { HomeRequest } from '../../../src/adapters/setup/look-home.js';
import { lookAtHome } from '../../../src/adapters/setup/look-home.js';
import { changedDirs, timesOf } from '../../../src/adapters/setup/tree.js';
import { planAdopt } from '../../../src/core/setup/adopt-plan.js';
import type { AdoptRecord } from '../../../src/core/setup/adopt-record.js';
import { temporaryFolder } from '../support.js';

export interface Leaf {
  readonly path: readonly string[];
  /** A link's text; null for a file. */
  readonly text: string | null;
}

/** A home (its name with a blank and an umlaut) with `~/.claude` in it; a leaf whose place is taken is left out. */
export function makeHome(leaves: readonly Leaf[]): string {
  const home = join(temporaryFolder(), 'the höme');
  mkdirSync(join(home, 'dots', 'deep'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home, 'dots', 'rules.md'), 'rules');
  writeFileSync(join(home, 'dots', 'deep', 'note'), 'note');
  symlinkSync('dots', join(home, 'alias'));
  writeFileSync(join(home, '.claude.json'), '{}');
  const root = join(home, '.claude');
  mkdirSync(root);
  for (const { path, text } of leaves) {
    const at = join(root, ...path);
    try {
      mkdirSync(dirname(at), { recursive: true });
      if (text === null) writeFileSync(at, `content of ${path.join('/')}`, { mode: 0o640, flag: 'wx' });
      else symlinkSync(text, at);
    } catch {
      // Another leaf stands where this one wants to be.
    }
  }
  for (const dir of walk(root).filter((path) => lstatSync(path).isDirectory()))
    utimesSync(dir, 1_000, 1_700_000_000.123);
  return home;
}

/** The directory and everything below it; links are not followed. */
export function walk(root: string): readonly string[] {
  const below = lstatSync(root).isDirectory()
    ? readdirSync(root).flatMap((name) => walk(join(root, name)))
    : [];
  return [root, ...below];
}

/** All that can be told of a tree: names, inodes, modes, mtimes, bytes, texts of links. */
export function portrait(root: string): Readonly<Record<string, string>> {
  const rows = walk(root).map((path) => {
    const stats = lstatSync(path, { bigint: true });
    const content = stats.isSymbolicLink()
      ? `-> ${readlinkSync(path)}`
      : stats.isFile()
        ? readFileSync(path, 'latin1')
        : '';
    // Times are set through a double: exact to the microsecond.
    const micros = (stats.mtimeNs + 500n) / 1_000n;
    return [path.slice(root.length), `${stats.ino} ${stats.mode} ${micros} ${content}`] as const;
  });
  return Object.fromEntries(rows);
}

/** Where each link below the directory leads: an inode, or the error of following it. */
export function destinations(root: string, links: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(links.map((path) => [path, destination(join(root, path))]));
}

function destination(path: string): string {
  try {
    return `${statSync(path).ino}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'error';
  }
}

export function linksBelow(root: string): readonly string[] {
  return walk(root)
    .filter((path) => lstatSync(path).isSymbolicLink())
    .map((path) => path.slice(root.length + 1));
}

/** The record of an adoption of this home; throws the reason when it is refused. */
export function recordOf(home: string, more: Partial<HomeRequest> = {}): AdoptRecord {
  const request: HomeRequest = {
    link: join(home, '.claude'),
    accountsDir: null,
    fallback: join(home, '.claude-accounts'),
    name: 'work',
    add: null,
    ...more,
  };
  const seen = lookAtHome(request);
  if (!seen.ok) throw new Error(seen.reason);
  const { facts } = seen;
  const plan = planAdopt(facts, request.name);
  if (!plan.ok) throw new Error(plan.reason);
  const times = facts.root.dir === facts.link ? timesOf(changedDirs(facts.root.dir, facts.moved)) : [];
  return {
    schema: 1,
    id: '0a1b2c3d',
    phase: 'doing',
    link: facts.link,
    steps: [...plan.steps],
    from: 0,
    times: [...times],
  };
}
