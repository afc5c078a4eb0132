import { cleanText } from '../clean-text.js';
import { errorText } from '../errors.js';
import { accounts } from './accounts.js';
import { cli } from './cli.js';
import { clock } from './clock.js';
import { configuration } from './configuration.js';
import { differences } from './differences.js';
import { disk } from './disk.js';
import { type Check, type Finding, info, warn } from './finding.js';
import { hooks } from './hooks.js';
import { host } from './host.js';
import { inotify } from './inotify.js';
import { link } from './link.js';
import { managers } from './managers.js';
import { notifier } from './notifier.js';
import { service } from './service.js';
import { sessions } from './sessions.js';
import { supervisor } from './supervisor.js';
import { tmux } from './tmux.js';

/** Every check, in the order of the report. */
export const CHECKS = {
  host,
  configuration,
  link,
  accounts,
  differences,
  cli,
  tmux,
  sessions,
  supervisor,
  managers,
  clock,
  disk,
  inotify,
  hooks,
  notifier,
  service,
};

type Checks = typeof CHECKS;
export type Part = keyof Checks;
type FactsOf<P extends Part> = Parameters<Checks[P]['judge']>[0];
export type Facts = { readonly [P in Part]: FactsOf<P> };

/** Facts, or why they could not be gathered. */
export type Gathered = {
  readonly [P in Part]:
    | { readonly ok: true; readonly facts: Facts[P] }
    | { readonly ok: false; readonly reason: string };
};

export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

const LONGEST = 400;

/** Names and reasons come from files, panes and other programs. */
function cleaned(finding: Finding): Finding {
  const { id, level, what, why, mend } = finding;
  return {
    id,
    level,
    what: cleanText(what, LONGEST),
    why: cleanText(why, LONGEST),
    mend: cleanText(mend, LONGEST),
  };
}

function unchecked(part: Part, reason: string): Finding {
  return warn(
    `${part}-unchecked`,
    'this could not be looked at',
    reason,
    'look again; when it stays so, run claude-failover doctor --json and report it',
  );
}

function judged<P extends Part>(part: P, gathered: Gathered[P]): readonly Finding[] {
  if (!gathered.ok) return [unchecked(part, gathered.reason)];
  const check = CHECKS[part] as unknown as Check<Facts[P]>;
  try {
    return check.judge(gathered.facts);
  } catch (error) {
    return [unchecked(part, errorText(error))];
  }
}

/** A wrong configuration names accounts and channels all the same: nobody can say that there are none. */
const OF_CONFIGURATION: readonly Part[] = ['link', 'accounts', 'notifier'];

function unread(part: Part): Finding {
  return info(
    `${part}-unread`,
    'this was not looked at',
    'the configuration is wrong',
    'correct it, then look again',
  );
}

/** Everything the doctor has to say. A check without facts, or one that throws, is a finding itself. */
export function examine(gathered: Gathered): readonly Section[] {
  const { configuration } = gathered;
  const isWrong = configuration.ok && configuration.facts.state === 'wrong';
  return (Object.keys(CHECKS) as Part[]).map((part) => {
    const findings =
      isWrong && OF_CONFIGURATION.includes(part) ? [unread(part)] : judged(part, gathered[part]);
    return { title: CHECKS[part].title, findings: findings.map(cleaned) };
  });
}

/** Nothing is bad. */
export function isWell(sections: readonly Section[]): boolean {
  return sections.every(({ findings }) => findings.every(({ level }) => level !== 'bad'));
}
