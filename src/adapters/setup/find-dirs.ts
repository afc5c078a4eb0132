import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FoundDir, SetupFacts } from '../../core/setup/init-answers.js';
import { PROJECTS } from '../../core/setup/shared.js';
import { CREDENTIALS, linkState, statOrNull } from '../link-checks.js';

/** What a config directory of Claude Code holds one of, sooner or later. */
const EVIDENCE = [CREDENTIALS, PROJECTS, 'sessions', '.claude.json'];

function directories(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function looksUsed(dir: string): boolean {
  return EVIDENCE.some((name) => statOrNull(join(dir, name)) !== null);
}

/** Evidence of a login by stat alone: the file is never opened, so one that no longer works looks the same. */
export function hasLogin(dir: string): boolean {
  const stats = statOrNull(join(dir, CREDENTIALS));
  return stats?.isFile() === true && stats.size > 0;
}

/** Why a directory cannot be an account's, as words behind its path; null when it can. */
export function dirRefusal(dir: string, link: string, uid: number = process.getuid?.() ?? -1): string | null {
  const stats = statSync(dir, { throwIfNoEntry: false });
  if (stats === undefined) return 'is not there';
  if (!stats.isDirectory()) return 'is not a directory';
  if (stats.uid !== uid) return `belongs to user ${stats.uid}, not to you`;
  if (/[\n\r]/.test(dir)) return 'has a line break in its path, which a configuration cannot hold';
  const plain = linkState(link);
  return plain.type === 'directory' && realpathSync(link) === realpathSync(dir)
    ? 'is the place of the link itself; adopt makes it an account'
    : null;
}

export interface FindRequest {
  readonly home: string;
  readonly link: string;
  readonly accountsDir: string;
  /** Config directories of Claude Code that runs now. */
  readonly running: readonly string[];
}

/** Directories that are, or may become, an account's, real paths; the one behind the link first. */
export function findDirs({ home, link, accountsDir, running }: FindRequest): readonly FoundDir[] {
  const state = linkState(link);
  const beside = directories(home).filter(
    (path) => basename(path).startsWith('.claude-') && path !== accountsDir && looksUsed(path),
  );
  const kept = directories(accountsDir).filter(
    (path) => !basename(path).startsWith('.') && basename(path) !== PROJECTS,
  );
  const candidates = [...(state.type === 'link' ? [state.target] : []), ...kept, ...beside, ...running];
  const real = candidates.flatMap((path) => {
    try {
      return dirRefusal(path, link) === null ? [realpathSync(path)] : [];
    } catch {
      return [];
    }
  });
  return [...new Set(real)].map((dir) => ({ dir, login: hasLogin(dir) }));
}

export function linkFacts(link: string): SetupFacts['link'] {
  const state = linkState(link);
  if (state.type === 'link') return { path: link, type: 'link', target: state.target };
  const type = state.type === 'directory' || state.type === 'missing' ? state.type : 'other';
  return { path: link, type, target: null };
}
