import type { ReactElement } from 'react';
import type { AccountView } from '../../core/snapshot.js';
import { inWords } from '../../core/time.js';
import { cellWidth, sized, wrap } from '../text/cells.js';
import { type Line, lineWidth, sides, span } from '../text/line.js';
import { isUsable, moreLine } from '../widgets/account-more.js';
import { headroomWithin } from '../widgets/headroom.js';
import { Notice } from '../widgets/notice.js';
import { Rows } from '../widgets/row.js';
import { sparkCells, sparkLine } from '../widgets/spark.js';
import { type Listing, windowOf } from '../widgets/window.js';
import { accountWord } from '../words.js';
import type { Panel, PanelProps, View } from './panel.js';

const NAME_MAX = 16;

/** Below this a panel has no room for more than a bare span beside the state. */
const ROOMY = 46;

/** How long until the account is free of every limit; '' when it is, or when that says nothing. */
function backText(account: AccountView, now: number, before: string): string {
  if (account.limits.length === 0 && account.eligibleAt === null) return '';
  const at = account.eligibleAt ?? account.limits[0]?.resetsAt ?? null;
  if (at === null) return 'reset unknown';
  const left = Date.parse(at) - now;
  return left > 0 ? before + inWords(left) : 'reset is over';
}

function nameCells(view: View): number {
  return Math.min(NAME_MAX, Math.max(6, ...view.snapshot.accounts.map((account) => cellWidth(account.name))));
}

interface Shown {
  readonly chosen: boolean;
  readonly focused: boolean;
  readonly cells: number;
  /** A second line below tells the limits one by one. */
  readonly doubled: boolean;
}

function accountLine(account: AccountView, { chosen, focused, cells, doubled }: Shown, view: View): Line {
  const { look, snapshot, now } = view;
  const { glyphs } = look;
  const active = account.name === snapshot.activeAccount;
  const next = account.name === snapshot.next.account;
  const back = backText(account, now, cells >= ROOMY || doubled ? 'back in ' : '');
  const right: Line = next
    ? [span(`next ${glyphs.arrow}`, 'accent', true)]
    : back === ''
      ? []
      : [span(back, 'muted')];
  const head: Line = [
    span(chosen && focused ? glyphs.marker : active ? glyphs.active : ' ', 'accent'),
    span(`${sized(account.name, nameCells(view), glyphs.ellipsis)} `, active ? 'strong' : 'text', active),
    accountWord(account, glyphs, !doubled),
  ];
  const room = cells - lineWidth(head) - 2 - (right.length === 0 ? 0 : lineWidth(right) + 1);
  const use = doubled ? [] : headroomWithin(account, now, glyphs, room);
  const left = use.length === 0 ? head : [...head, span('  '), ...use];
  return sides(left, right, cells, glyphs.ellipsis);
}

/** The second line of an account: its sparkline at the right, where the words leave that place free. */
function secondLine(account: AccountView, view: View, width: number): Line {
  const more = moreLine(account, view);
  const { day } = view.snapshot;
  const cells = sparkCells(width);
  if (day === null || cells === 0 || lineWidth(more) + 1 + cells > width) return more;
  return sides(more, sparkLine(account.name, day, cells, view.look.glyphs), width, view.look.glyphs.ellipsis);
}

/** Which one comes next and why: in so many rows, of which it takes what it needs. */
function nextLines({ snapshot, look }: View, width: number, rows: number): readonly Line[] {
  const { account, reason } = snapshot.next;
  const head = `next ${look.glyphs.arrow} ${account ?? 'none'}`;
  const first = span(` ${head}  `, account === null ? 'warn' : 'accent');
  const whole = [first, span(reason, 'muted')];
  if (lineWidth(whole) <= width || rows < 2) return [whole];
  const parts = wrap(reason, Math.max(10, width - 3)).slice(0, rows - 1);
  return [[first], ...parts.map((part): Line => [span('   '), span(part, 'muted')])];
}

/** Two rows an account where all have room so, and the next one's row below. */
function listing({ view, rows, selected }: PanelProps): Listing {
  const { length } = view.snapshot.accounts;
  const list = rows - (rows >= 2 ? 1 : 0);
  const doubled = list >= length * 2;
  return { top: 0, each: doubled ? 2 : 1, ...windowOf(length, doubled ? length : list, selected) };
}

function Body(props: PanelProps): ReactElement {
  const { view, width, rows, focused, selected } = props;
  const { snapshot, look } = view;
  const { accounts: all } = snapshot;
  if (all.length === 0) {
    const text =
      'None configured yet: it only watches. `claude-failover adopt` makes ~/.claude an account, `claude-failover init` writes the configuration.';
    return <Notice text={text} width={width} rows={rows} look={look} />;
  }
  const withNext = rows >= 2;
  const { start, size, each } = listing(props);
  const doubled = each === 2;
  const lines = all.slice(start, start + size).flatMap((account, index) => {
    const chosen = start + index === selected;
    const first = accountLine(account, { chosen, focused, cells: width, doubled }, view);
    return doubled ? [first, secondLine(account, view, width)] : [first];
  });
  const chosen = (selected - start) * each;
  return (
    <>
      <Rows lines={lines} width={width} look={look} selected={focused ? chosen : -1} />
      {withNext ? (
        <Rows lines={nextLines(view, width, rows - lines.length)} width={width} look={look} />
      ) : null}
    </>
  );
}

/** The logins, which one is active, and which one comes next. */
export const accounts: Panel = {
  id: 'accounts',
  key: '2',
  title: 'Accounts',
  help: 'Each account, its limits and when they reset, how full it was in each of the last hours; which one an automatic swap would take next, and why.',
  items: (snapshot) => snapshot.accounts.map((account) => account.name),
  listing,
  wants: (snapshot) => Math.max(1, snapshot.accounts.length * 2) + 1,
  note: ({ snapshot }) => {
    const usable = snapshot.accounts.filter(isUsable);
    return snapshot.accounts.length === 0
      ? []
      : [
          span(
            `${usable.length} of ${snapshot.accounts.length} usable`,
            usable.length === 0 ? 'bad' : 'muted',
          ),
        ];
  },
  View: Body,
};
