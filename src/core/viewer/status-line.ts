import { cleanText } from '../clean-text.js';
import type { Snapshot } from '../snapshot.js';
import { swapInFlight } from '../switcher/in-flight.js';
import { inWords, SECOND } from '../time.js';

/** For tmux's status line with its styles, or as it is. */
export type LineFormat = 'tmux' | 'plain';
type Tone = 'good' | 'warn' | 'bad' | 'muted' | 'none';
type Piece = readonly [text: string, tone?: Tone];

/** Colours that every terminal has, as tmux(1) names them under STYLES. */
const STYLE: Readonly<Record<Tone, string>> = {
  good: '#[fg=green]',
  warn: '#[fg=yellow]',
  bad: '#[fg=red]',
  muted: '#[dim]',
  none: '',
};
const NAME_MAX = 20;
/** Nobody who polls at all looks as seldom as this. */
const STALE_MS = 30 * SECOND;

/**
 * The pieces as one line without a line break. For tmux each has its style, and its text every `#` doubled: the output of
 * `#(…)` is expanded like a format (tmux 3.3a, format_job_get), so a name could otherwise run a command.
 */
function drawn(pieces: readonly Piece[], format: LineFormat): string {
  return pieces
    .map(([text, tone = 'none']) => {
      const clean = cleanText(text);
      if (format === 'plain') return clean;
      const escaped = clean.replaceAll('#', '##');
      return tone === 'none' ? escaped : `${STYLE[tone]}${escaped}#[default]`;
    })
    .join(' ');
}

function short(name: string): string {
  const clean = cleanText(name);
  return [...clean].length > NAME_MAX ? `${[...clean].slice(0, NAME_MAX - 1).join('')}…` : clean;
}

/** What keeps failover waiting, or needs the person: the first that applies. */
function stand(snapshot: Snapshot, aheadMs: number): Piece | null {
  const { needs, swap, proposal, hold, breaker, cooldown } = snapshot;
  if (swap !== null && swapInFlight(swap)) return [`swap to ${short(swap.to)}`, 'warn'];
  if (needs.length > 0) return ['needs you', 'bad'];
  if (proposal !== null) return [`swap to ${short(proposal.to)}?`, 'warn'];
  if (breaker.open) return ['breaker open', 'bad'];
  if (hold !== null) {
    const left = hold.remainingMs === null ? '' : ` ${inWords(hold.remainingMs - aheadMs)}`;
    return [`hold${left}`, 'bad'];
  }
  const cooling = cooldown === null ? 0 : cooldown.remainingMs - aheadMs;
  return cooling > 0 ? [`cooldown ${inWords(cooling)}`, 'warn'] : null;
}

function counts({ sessions, queue, paused }: Snapshot): readonly Piece[] {
  const inState = (...states: readonly string[]): number =>
    sessions.filter(({ state }) => states.includes(state)).length;
  const limited = inState('limited', 'armed');
  const working = inState('working');
  const asking = inState('asking');
  const tasks = queue.waiting + queue.running;
  return [
    ...(limited > 0 ? [[`${limited} limited`, 'bad'] as const] : []),
    ...(asking > 0 ? [[`${asking} asking`, 'warn'] as const] : []),
    ...(working > 0 ? [[`${working} working`, 'none'] as const] : []),
    ...(tasks > 0 ? [[`queue ${tasks}`, 'none'] as const] : []),
    ...(paused ? [['paused', 'warn'] as const] : []),
  ];
}

/** One short line on how the supervisor stands at `nowMs` (wall ms): account, mode, what is waited for, sessions, queue. */
export function statusLine(snapshot: Snapshot, format: LineFormat, nowMs: number): string {
  const aheadMs = Math.max(0, nowMs - Date.parse(snapshot.at));
  const lookedMs = (snapshot.ages.poll ?? 0) + aheadMs;
  const { activeAccount, mode } = snapshot;
  const held = stand(snapshot, aheadMs);
  return drawn(
    [
      activeAccount === null ? ['no account', 'warn'] : [short(activeAccount), 'good'],
      [mode, mode === 'auto' ? 'muted' : 'warn'],
      ...(lookedMs > STALE_MS ? [[`no look for ${inWords(lookedMs)}`, 'bad'] as const] : []),
      ...(held === null ? [] : [held]),
      ...counts(snapshot),
    ],
    format,
  );
}

/** The line when there is no snapshot to speak of: a status line shows no errors. */
export function quietLine(why: 'off' | 'no-answer' | 'other-version', format: LineFormat): string {
  const text = { off: 'failover off', 'no-answer': 'failover ?', 'other-version': 'failover: other version' }[
    why
  ];
  return drawn([[text, 'muted']], format);
}
