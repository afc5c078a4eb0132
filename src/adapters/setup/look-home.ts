import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { asideDir, type Entry, type HomeFacts } from '../../core/setup/adopt-plan.js';
import { PROJECTS } from '../../core/setup/shared.js';
import { errorText } from '../errors.js';
import { linkState, parentRefusal } from '../link-checks.js';
import { foundAt, namedIn, realAsFar, statsAt } from './look.js';
import { scanTree } from './tree.js';

export interface HomeRequest {
  /** Absolute. */
  readonly link: string;
  /** Absolute; null: beside the account in use when the link stands already, else `fallback`. */
  readonly accountsDir: string | null;
  readonly fallback: string;
  readonly name: string;
  readonly add: string | null;
  readonly uid?: number;
}

export type SeenHome =
  | { readonly ok: true; readonly facts: HomeFacts }
  | { readonly ok: false; readonly reason: string };

function refuse(reason: string): SeenHome {
  return { ok: false, reason };
}

/** The directory in use: the plain one, or what the link leads to. */
function rootOf(link: string): { readonly dir: string } | { readonly reason: string } {
  const state = linkState(link);
  switch (state.type) {
    case 'directory':
      return { dir: link };
    case 'missing':
      return {
        reason: `${link} is not there, so there is nothing to adopt. Start Claude Code once and log in.`,
      };
    case 'file':
      return { reason: `${link} is a file, not a directory. Move it away, and start Claude Code once.` };
    case 'unreadable':
      return { reason: `${link} cannot be read: ${state.reason}. Mend that first.` };
    case 'link':
      return statsAt(state.target)?.isDirectory()
        ? { dir: state.target }
        : {
            reason: `${link} is a link to ${state.target}, where no directory is. Point it to an account's directory, or remove it.`,
          };
  }
}

/** The first of these paths that is there and belongs to somebody else. */
function foreign(paths: readonly string[], uid: number): string | null {
  return (
    paths.find((path) => {
      const stats = statsAt(path);
      return stats !== null && stats.uid !== BigInt(uid);
    }) ?? null
  );
}

/** The nearest folder that is there. */
function standing(path: string): string {
  return statsAt(path) === null && dirname(path) !== path ? standing(dirname(path)) : path;
}

/** Renames work within one file system only; a directory on which another one is mounted cannot be renamed at all. */
function elsewhere(root: string, others: readonly string[]): string | null {
  const device = statsAt(root)?.dev;
  const other = others.find((path) => {
    const stats = statsAt(path);
    return stats !== null && stats.dev !== device;
  });
  return other === undefined ? null : `${root} and ${other} are on different file systems`;
}

interface Home {
  readonly link: string;
  /** What the link leads to; the link itself where it is none yet. */
  readonly dir: string;
  readonly accountsDir: string;
  /** What `dir` holds. */
  readonly entries: readonly Entry[];
}

/** Why this home cannot be adopted by this user: a whole sentence with what to do; null when it can. */
function homeRefusal({ link, dir, accountsDir, entries }: Home, uid: number): string | null {
  const owned = [link, dir, accountsDir, ...entries.map(({ name }) => join(dir, name))];
  const stranger = foreign(owned, uid);
  if (stranger !== null)
    return `${stranger} belongs to user ${statsAt(stranger)?.uid}, not to you. Run chown on it first.`;
  if (`${accountsDir}/`.startsWith(`${dir}/`))
    return `${accountsDir} lies inside of ${dir}. Name another directory with --accounts-dir.`;
  if (dir !== link) return null;
  const apart = elsewhere(dir, [dirname(link), standing(accountsDir), join(dir, PROJECTS)]);
  return apart === null
    ? null
    : `${apart}, so it cannot be renamed. Name a directory beside it with --accounts-dir.`;
}

/** Looks at a home before an adoption; names and stats only. Every reason is a sentence with what to do. */
export function lookAtHome(request: HomeRequest): SeenHome {
  try {
    return look(request, request.uid ?? process.getuid?.() ?? -1);
  } catch (error) {
    return refuse(`${request.link} cannot be looked at: ${errorText(error)}. Mend that first.`);
  }
}

function look(request: HomeRequest, uid: number): SeenHome {
  const link = namedIn(request.link);
  const seen = rootOf(link);
  if ('reason' in seen) return refuse(seen.reason);
  const { dir } = seen;
  const isPlain = dir === link;
  const wanted = request.accountsDir ?? (isPlain ? request.fallback : dirname(dir));
  const accountsDir = realAsFar(wanted);
  const entries = readdirSync(dir).flatMap((name): readonly Entry[] => {
    const found = foundAt(join(dir, name));
    return found.type === 'none' ? [] : [{ name, found }];
  });
  const why = parentRefusal(link, uid)?.reason ?? homeRefusal({ link, dir, accountsDir, entries }, uid);
  if (why !== null) return refuse(why);
  if (statsAt(dirname(accountsDir)) === null)
    return refuse(`${dirname(accountsDir)} is not there. Make it, or name another one with --accounts-dir.`);
  const newRoot = join(accountsDir, request.name);
  const hasProjects = entries.some(({ name, found }) => name === PROJECTS && found.type === 'directory');
  const projects = hasProjects ? join(dir, PROJECTS) : null;
  const scanned = isPlain ? scanTree({ root: dir, newRoot, projects }) : { ok: true as const, moved: [] };
  if (!scanned.ok) return refuse(scanned.reason);
  return {
    ok: true,
    facts: {
      link,
      root: { dir, ino: `${statsAt(dir)?.ino ?? ''}`, entries },
      accountsDir,
      accounts: foundAt(accountsDir),
      projects: foundAt(join(accountsDir, PROJECTS)),
      target: foundAt(newRoot),
      moved: scanned.moved,
      add: request.add === null ? null : addedAt(join(accountsDir, request.add), request.add),
      aside: foundAt(asideDir(accountsDir)),
    },
  };
}

function addedAt(dir: string, name: string): NonNullable<HomeFacts['add']> {
  const found = foundAt(dir);
  return { name, found, names: found.type === 'directory' ? readdirSync(realpathSync(dir)) : [] };
}
