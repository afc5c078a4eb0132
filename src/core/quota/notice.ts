import { type Block, leadText } from './blocks.js';
import { WHEN } from './recognisers/grammar.js';
import { squeeze } from './screen-text.js';

/** The CLI's own words about a limit, as a `●` line (2.1.240 and later). */
const NOTICE = new RegExp(
  `^(?:usagelimitreached(?:again)?·(?:setto)?continu(?:e|ing)(?:automatically)?(?:at(?<when>${WHEN})|shortly)?(?:·[a-z]{1,30})?|usagelimitreachedagainafteryoucontinued·.{1,200}|automaticcontinuecancelled·.{1,200})$`,
  'i',
);

export function isNotice(block: Block): boolean {
  return block.kind === 'bullet' && NOTICE.test(squeeze(leadText(block)));
}

/** What the CLI announced last. */
export interface Announcement {
  readonly block: Block;
  /** It goes on by itself; false once the wait was cancelled. */
  readonly armed: boolean;
  /** The time as printed, blanks gone. */
  readonly when: string | null;
  /** It goes on at once: the reset has come. */
  readonly shortly: boolean;
}

function announcementIn(block: Block): Announcement {
  const text = squeeze(leadText(block));
  return {
    block,
    armed: /^usagelimitreached/i.test(text),
    when: NOTICE.exec(text)?.groups?.when ?? null,
    shortly: /shortly$/i.test(text),
  };
}

export function lastAnnouncement(blocks: readonly Block[]): Announcement | null {
  const last = blocks.findLast(isNotice);
  return last === undefined ? null : announcementIn(last);
}
