import type { AccountView } from '../../core/snapshot.js';
import { type Forecast, forecast, forecastInWords } from '../../core/switcher/forecast.js';
import { needsQuestion, refusal, type SwapModal } from '../keys/in-picker.js';
import type { View } from '../panels/panel.js';
import { sized } from '../text/cells.js';
import { type Line, type Span, span } from '../text/line.js';
import { moreLine } from '../widgets/account-more.js';
import { accountWord, fateWord } from '../words.js';
import type { Content } from './content-line.js';

const NAME = 14;
/** A narrow screen cuts the kinds of a limit before the verdict. */
const STATE = { wide: 18, narrow: 13 } as const;
const FATE = 17;
/** From so many rows on each account has a second line: its limits, its resets, how full it is. */
const ROOMY_ROWS = 24;

function verdict(account: AccountView, isAsked: boolean, { snapshot, look }: View): Span {
  if (isAsked) return span(`Swap to it anyway? y   ${account.why}`, 'warn', true);
  const no = refusal(account, snapshot.activeAccount);
  if (no !== null) return span(`${look.glyphs.never} cannot: ${no}`, 'muted');
  if (needsQuestion(account)) return span(`${look.glyphs.doubt} asks once: ${account.why}`, 'warn');
  const isNext = account.name === snapshot.next.account;
  const how = isNext
    ? `: next, ${snapshot.next.reason}`
    : account.state === 'never-auto'
      ? ', by you alone'
      : '';
  return span(`${look.glyphs.done} can${how}`, 'good');
}

function accountLines(
  index: number,
  { chosen, asked, cells }: { readonly chosen: number; readonly asked: boolean; readonly cells: number },
  view: View,
): readonly Line[] {
  const { glyphs } = view.look;
  const account = view.snapshot.accounts[index];
  if (account === undefined) return [];
  const isChosen = index === chosen;
  const word = accountWord(account, glyphs);
  const first: Line = [
    span(isChosen ? `${glyphs.marker} ` : '  ', 'accent', true),
    span(`${sized(account.name, NAME, glyphs.ellipsis)} `, isChosen ? 'strong' : 'text', isChosen),
    { ...word, text: `${sized(word.text, cells, glyphs.ellipsis)} ` },
    verdict(account, isChosen && asked, view),
  ];
  // Of a free one of which nothing is known the verdict has said all.
  const isTold = account.state === 'free' && account.headroom.length === 0 && account.limits.length === 0;
  return isTold ? [first] : [first, [span(' '), ...moreLine(account, view)]];
}

function sessionLine(one: Forecast, can: boolean, width: number, { look }: View): Line {
  const { glyphs } = look;
  const name = span(`  ${sized(one.name, width < 80 ? 18 : 26, glyphs.ellipsis)}  `, can ? 'text' : 'muted');
  if (!can) return [name];
  const word = fateWord(one.fate, glyphs);
  return [name, { ...word, text: sized(word.text, FATE, glyphs.ellipsis) }, span(`  ${one.why}`, 'muted')];
}

function heading(account: AccountView | undefined, all: readonly Forecast[], view: View): Line {
  const no = refusal(account, view.snapshot.activeAccount);
  const name = account?.name ?? '?';
  if (no !== null) return [span(`${name} cannot be chosen: `, 'muted'), span(no, 'muted')];
  const words = forecastInWords(all);
  return [span(`With ${name}: `, 'strong', true), span(words === '' ? 'no session is concerned' : words)];
}

/**
 * Each account with why it can or cannot be chosen, and what would happen to each session. As many lines whichever is
 * picked, so that nothing moves. `names`: the accounts' own names, in the snapshot's order; what is drawn may have lost
 * control characters. `rows`: of the screen.
 */
export function swapContent(
  modal: SwapModal,
  view: View,
  names: readonly string[],
  { width, rows }: { readonly width: number; readonly rows: number },
): Content {
  const { accounts } = view.snapshot;
  const picked = names.indexOf(modal.picked);
  const isRoomy = rows >= ROOMY_ROWS;
  const cells = width < 80 ? STATE.narrow : STATE.wide;
  const all = forecast(view.snapshot);
  const can = refusal(accounts[picked], view.snapshot.activeAccount) === null;
  const told = accounts.map((_, index) =>
    accountLines(index, { chosen: picked, asked: modal.asked, cells }, view).slice(0, isRoomy ? 2 : 1),
  );
  const lines = [
    ...told.flat(),
    heading(accounts[picked], all, view),
    ...all.map((one) => sessionLine(one, can, width, view)),
  ];
  return { title: 'Swap to which account?', lines, chosen: told.slice(0, Math.max(0, picked)).flat().length };
}
