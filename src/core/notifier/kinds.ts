import type { NoticeKind } from '../engine/effects.js';
import type { MessageLevel } from './message.js';

export interface KindRule {
  readonly level: MessageLevel;
  /** Goes out in quiet hours too. */
  readonly through: boolean;
  /** Only a person can end it: escalated until one reacts or it ends by itself. */
  readonly asks: boolean;
  /** In front of the event's own words; '' where they need nothing. */
  readonly lead: string;
  /** What to do about it. `$` is what it is about; '' where there is nothing to do. */
  readonly todo: string;
}

const TOLD = { through: false, asks: false, todo: '' } as const;
const ASKED = { level: 'urgent', through: true, asks: true } as const;

/** How each kind of notice is carried. The order is the order of gravity, gravest first. */
export const KINDS: Readonly<Record<NoticeKind, KindRule>> = {
  'needs-person': { ...ASKED, lead: 'Needs you: ', todo: 'No automatic swap happens until it is mended.' },
  login: { ...ASKED, lead: 'Login: ', todo: 'Log in again with this account.' },
  breaker: { ...ASKED, lead: 'Breaker open: ', todo: 'Re-arm it with: claude-failover mode auto' },
  proposal: { ...ASKED, lead: '', todo: 'Answer in the dashboard, or by a button where there is one.' },
  parked: { ...ASKED, lead: 'Parked: ', todo: 'Start it again with: claude-failover unpark $' },
  hold: { ...TOLD, level: 'warn', through: true, lead: 'Hold: ' },
  refused: { ...TOLD, level: 'warn', lead: '' },
  task: { ...TOLD, level: 'warn', lead: '' },
  restarted: { ...TOLD, level: 'warn', lead: '' },
  back: { ...TOLD, level: 'info', lead: 'Hold is over: ' },
  swap: { ...TOLD, level: 'info', lead: '' },
  suspected: { ...TOLD, level: 'info', lead: 'Suspected: ' },
};

const ORDER = Object.keys(KINDS) as readonly NoticeKind[];

/** The gravest of some kinds; `swap` of none. */
export function gravest(kinds: readonly NoticeKind[]): NoticeKind {
  return ORDER.find((kind) => kinds.includes(kind)) ?? 'swap';
}
