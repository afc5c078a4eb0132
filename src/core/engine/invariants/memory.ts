import { HALF_HOURS, halfHourOf } from '../../day/half-hour.js';
import { roomsOf } from '../../lifecycle/rooms.js';
import { saysTheSame } from '../../quota/same-words.js';
import { elapsed } from '../../time.js';
import { GONE_ROOMS_MAX } from '../forget.js';
import type { Hit, State } from '../state.js';
import { flipped, type Invariant } from './invariant.js';

const STANDING: readonly string[] = ['confirmed', 'acted', 'deferred'];

/** A refusal that only a wait can confirm: of the screen, without a reset time. */
function needsWait(hit: Hit): boolean {
  return hit.id.startsWith('screen:') && hit.aliases.length === 0 && hit.resetsAtMs === null;
}

/** Without a transcript a hook with the same words is a second witness. */
function isTold({ live }: State, hit: Hit): boolean {
  const session = live.sessions[hit.session];
  const told = live.heard[hit.session]?.failure?.heard.message ?? '';
  return session?.seen.transcript === false && told !== '' && saysTheSame(told, hit.snippet);
}

/** What is remembered, and within which bounds. */
export const MEMORY_INVARIANTS: readonly Invariant[] = [
  {
    name: 'a suspicion counts only after its wait',
    broken(before, after) {
      for (const hit of after.durable.hits) {
        if (!STANDING.includes(hit.state) || !needsWait(hit)) continue;
        const old = before.durable.hits.find((one) => one.id === hit.id);
        if (!old && isTold(after, hit)) continue;
        if (!old) return `${hit.id} stood at once`;
        if (old.state !== 'suspected' || isTold(after, hit)) continue;
        const waited = elapsed(old.waitFrom, after.live.now);
        if (waited < after.live.settings.confirmAfterMs) return `${hit.id} stood after ${waited} ms`;
      }
      return null;
    },
  },
  {
    name: 'what settled stays settled',
    broken(before, after) {
      const again = after.durable.hits.find(
        (hit) =>
          before.durable.settled.includes(hit.id) && !before.durable.hits.some((old) => old.id === hit.id),
      );
      return again ? `${again.id} came back` : null;
    },
  },
  {
    name: 'a hit is entered once',
    broken(_before, after) {
      const ids = after.durable.hits.map((hit) => hit.id);
      return new Set(ids).size === ids.length ? null : 'two hits have one identity';
    },
  },
  {
    name: 'the active account is where the last flip went',
    broken(_before, after) {
      const flip = after.durable.flips.at(-1);
      return flip && flip.to !== after.durable.activeAccount
        ? `${after.durable.activeAccount} instead of ${flip.to}`
        : null;
    },
  },
  {
    name: 'a flip is entered into the last day',
    broken(before, after) {
      const flip = flipped(before, after);
      if (!flip) return null;
      const swapsIn = ({ durable }: State): number =>
        durable.day.find(({ atMs }) => atMs === halfHourOf(flip.at.wallMs))?.swaps ?? 0;
      return swapsIn(after) > swapsIn(before) ? null : `that to ${flip.to} is not`;
    },
  },
  {
    name: 'nothing grows without end',
    broken(_before, { durable, live }) {
      const sessions = Object.keys(live.sessions).length;
      const bounds = [
        ['hits', durable.hits.length, 100 + sessions],
        ['settled', durable.settled.length, 500],
        ['flips', durable.flips.length, 50],
        ['autoSwaps', durable.autoSwaps.length, 100],
        ['half-hours', durable.day.length, HALF_HOURS],
        ['events', live.events.length, 200],
        ['answers', live.answers.length, 50],
        ['heard', Object.keys(live.heard).length, sessions],
        ['rooms', Object.keys(durable.rooms).length, GONE_ROOMS_MAX + roomsOf({ durable, live }).length],
        [
          'headroom',
          Object.keys(durable.headroom).length,
          live.settings.accounts.length || Number.POSITIVE_INFINITY,
        ],
      ] as const;
      const over = bounds.find(([, length, most]) => length > most);
      return over ? `${over[1]} ${over[0]}` : null;
    },
  },
  {
    name: 'one way back for one session',
    broken(_before, after) {
      const ids = after.durable.resumes.map((resume) => resume.session);
      return new Set(ids).size === ids.length ? null : 'two resumes of one session';
    },
  },
];
