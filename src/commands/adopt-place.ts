import { join, resolve } from 'node:path';
import { acquireLock } from '../adapters/lock.js';
import { homeFolder } from '../adapters/paths.js';
import { aliveIn, claudeProcesses } from '../adapters/setup/alive.js';
import { realAsFar } from '../adapters/setup/look.js';
import { shownPath } from '../core/setup/show-path.js';
import type { Step } from '../core/setup/steps.js';
import { agreed } from './agreed.js';
import { type Parsed, text } from './arguments.js';
import { EXIT } from './exit.js';
import { pidNote } from './holder.js';
import { readConfig } from './load-config.js';
import { stateDirOf } from './place.js';
import { out, table } from './print.js';
import { refuse } from './refuse.js';

/** Where an adoption works. */
export interface AdoptPlace {
  readonly home: string;
  readonly link: string;
  readonly stateDir: string;
  /** Path of the configuration when there is one, and whether it names accounts. */
  readonly config: { readonly path: string; readonly accounts: boolean } | null;
  readonly show: (path: string) => string;
}

/** The exit code after the person was told what is wrong. */
export function adoptPlace(parsed: Parsed): AdoptPlace | number {
  const env = process.env;
  const loaded = readConfig(parsed, 'Nothing was adopted');
  if (typeof loaded === 'number') return loaded;
  const home = homeFolder(env);
  const config = loaded.type === 'ok' ? loaded.config : null;
  const named = text(parsed, 'link');
  return {
    home,
    link: named === null ? (config?.accounts.link ?? join(home, '.claude')) : resolve(named),
    stateDir: realAsFar(stateDirOf(text(parsed, 'state-dir'), env)),
    config: config === null ? null : { path: loaded.path, accounts: config.accounts.list.length > 0 },
    show: (path) => shownPath(path, home),
  };
}

/** Prints lines of a plan, one for each step. */
export function printPlan(title: string, lines: readonly (readonly [string, string])[]): void {
  out(`${title}\n${table(lines, '  ')}`);
}

/** Why nothing may move now, null when it may: a Claude Code that works in one of the directories. */
export function sessionsRefusal(dirs: readonly string[], { show, link }: AdoptPlace): string | null {
  const pids = aliveIn(dirs, claudeProcesses());
  if (pids.length === 0) return null;
  const which = `${pids.slice(0, 8).join(', ')}${pids.length > 8 ? ', …' : ''}`;
  return pids.length === 1
    ? `Nothing was changed: Claude Code (process ${which}) works in ${show(link)}. End it, then try again.`
    : `Nothing was changed: ${pids.length} Claude Code processes (${which}) work in ${show(link)}. End them, then try again.`;
}

/** Runs the work with the link's lock held, so that no supervisor and no second adoption moves it meanwhile. */
async function withLock(place: AdoptPlace, work: () => Promise<number>): Promise<number> {
  const lock = await acquireLock({ kind: 'link', link: place.link });
  if (lock.type === 'failed') return refuse(`Nothing was changed: ${lock.reason}`);
  if (lock.type === 'held') {
    return refuse(
      `Nothing was changed: a claude-failover${pidNote(lock.pid)} holds ${place.show(place.link)}. End it first, then try again.`,
    );
  }
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

export interface Flags {
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** Asks, and does the work, with the link's lock held. `alive`: why not now; looked at once more behind the answer. */
export function withConsent(
  place: AdoptPlace,
  job: {
    readonly question: string;
    readonly alive: () => string | null;
    readonly work: () => Promise<number>;
  },
  flags: Flags,
): Promise<number> {
  return withLock(place, async () => {
    const early = job.alive();
    if (early !== null) return refuse(early);
    if (flags.dryRun) return EXIT.good;
    const answer = await agreed(job.question, flags.yes);
    if (answer !== true) return answer;
    const late = job.alive();
    return late === null ? job.work() : refuse(late);
  });
}

/** Directories in which no session may be alive while these steps are done or taken back. */
export function dirsOf(steps: readonly Step[], link: string): readonly string[] {
  const moved = steps.flatMap((step) => (step.do === 'move' ? [step.from, step.to] : []));
  const made = steps.flatMap((step) => (step.do === 'make' ? [step.dir] : []));
  return [link, ...moved, ...made];
}
