import type { LinkState } from '../ports.js';
import { bad, type Check, type Finding, info, ok, warn } from './finding.js';

export interface LinkFacts {
  readonly path: string;
  readonly uid: number;
  /** The configuration names accounts: then the link is ours to change. */
  readonly configured: boolean;
  readonly state: LinkState;
  /** Owner of the link itself, null when there is none. */
  readonly owner: number | null;
  /** What it points to is a directory that is there. */
  readonly targetThere: boolean;
  /** The account it points to, null when it is none of them. */
  readonly account: string | null;
  /** Why a swap could not put a new link there, a sentence; null when it can. */
  readonly parentRefusal: string | null;
  /** `.claude.json` is beside the link, where no swap changes it. */
  readonly jsonBeside: boolean;
}

const MAKE = 'make it a link to an account’s directory (ln -s DIR LINK), or run claude-failover adopt';

function stateFinding({ path, state, owner, uid, targetThere, account }: LinkFacts): Finding {
  switch (state.type) {
    case 'missing':
      return bad('link-missing', `${path} is not there`, 'accounts are swapped by changing this link', MAKE);
    case 'directory':
      return bad(
        'link-is-directory',
        `${path} is a directory, not a link`,
        'it holds one login, and a swap would have to move it',
        'run claude-failover adopt: it makes an account’s directory of it and puts the link in its place',
      );
    case 'file':
      return bad('link-is-file', `${path} is a file, not a link`, 'a swap does not replace files', MAKE);
    case 'unreadable':
      return bad('link-unreadable', `${path} cannot be read`, state.reason, 'mend the path to it');
    case 'link':
      break;
  }
  if (owner !== uid)
    return bad(
      'link-foreign',
      `${path} belongs to user ${owner ?? 'unknown'}`,
      `we are user ${uid}, and a link of somebody else is not touched`,
      'remove it and make it as yourself',
    );
  if (!targetThere)
    return bad(
      'link-dangling',
      `${path} points to ${state.target}, which is no directory`,
      'new sessions find no login there',
      'point it to an account’s directory (ln -sfn DIR LINK)',
    );
  if (account === null)
    return bad(
      'link-elsewhere',
      `${path} points to ${state.target}, which is no configured account`,
      'automatic swaps wait until a person has looked at it',
      'add that directory to accounts.list, or point the link to an account (ln -sfn DIR LINK)',
    );
  return ok('link', `${path} → ${account}`);
}

function parentFinding({ path, parentRefusal }: LinkFacts): readonly Finding[] {
  if (parentRefusal === null) return [];
  return [
    bad(
      'link-parent',
      `the folder of ${path} is not safe`,
      parentRefusal,
      'make it your own and closed to others (chmod go-w)',
    ),
  ];
}

function besideFinding({ path, jsonBeside }: LinkFacts): readonly Finding[] {
  if (!jsonBeside) return [];
  return [
    info(
      'claude-json-beside',
      `${path}.json stays the same over a swap`,
      '/status in a session may name the account that was active before',
      'nothing needs to be done; with CLAUDE_CONFIG_DIR set to the link each account has its own',
    ),
  ];
}

/** The account link. */
export const link: Check<LinkFacts> = {
  title: 'Account link',
  judge: (facts) => {
    if (!facts.configured) {
      const there = facts.state.type === 'link' ? ` (a link to ${facts.state.target})` : '';
      return [info('link-unused', `no accounts are configured: ${facts.path}${there} is left alone`)];
    }
    return [stateFinding(facts), ...parentFinding(facts), ...besideFinding(facts)];
  },
};

/** Somebody else changes the link: as told by a running supervisor. */
export function foreignFlip(to: string, at: string): Finding {
  return warn(
    'link-other-writer',
    `the last swap, to ${to}, was made by somebody else`,
    `the link was changed from outside at ${at}`,
    'let only claude-failover change it (claude-failover swap ACCOUNT)',
  );
}
