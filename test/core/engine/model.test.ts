import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/commands.js';
import { isUrgent, nextDeadline } from '../../../src/core/engine/deadlines.js';
import type { Effect, EffectOutcome } from '../../../src/core/engine/effects.js';
import type { SwapRefusal, TypeOutcome } from '../../../src/core/ports.js';
import { swapInFlight } from '../../../src/core/switcher/in-flight.js';
import { fails, LIMIT_LINE, stops, tellsUse } from './support/hooks.js';
import { busy, idle, limited, limitRow, row, serverError } from './support/readings.js';
import type { Seat } from './support/seat.js';
import { account, HOUR, MINUTE, SECOND, World } from './support/world.js';

/** One random thing that happens; numbers pick among what there is. */
type Act = readonly [kind: keyof typeof ACTS, a: number, b: number];

const KINDS = ['five-hour', 'weekly', 'opus', 'spend', 'unknown'] as const;
const CODES: readonly SwapRefusal['code'][] = [
  'io',
  'target-missing',
  'same-login',
  'link-foreign',
  'refresh-in-flight',
];
const CAUSES = ['gone', 'mode', 'draft', 'person-active', 'busy', 'dialog', 'unrecognised'] as const;
const NAMES = ['a', 'b', 'c'];

function pick<T>(list: readonly T[], n: number): T | undefined {
  return list[n % list.length];
}

function limit(world: World, seat: Seat, n: number, withRow: boolean): void {
  const resetsAtMs = n % 5 === 0 ? null : world.wallMs + (n % 7) * 20 * MINUTE;
  const kind = pick(KINDS, n) ?? 'unknown';
  if (withRow) seat.write(limitRow(world.wallMs, resetsAtMs, { kind, sidechain: n % 11 === 0 }));
  seat.show(
    limited({ resetsAtMs, kind, armed: n % 3 === 0, prompt: `task ${n % 4}`, occurrences: 1 + (n % 2) }),
  );
}

function refusal(n: number): SwapRefusal | null {
  const code = pick(CODES, n) ?? 'io';
  return n % 4 === 0 ? { code, reason: code, passing: code === 'refresh-in-flight' } : null;
}

function commandOf(a: number, b: number, world: World): Command {
  const hit = pick(world.hits, b)?.id ?? 'all';
  const commands: readonly Command[] = [
    { type: 'swap', to: null, force: false },
    { type: 'swap', to: pick(NAMES, b) ?? null, force: b % 2 === 0 },
    { type: 'dismiss', hit: b % 2 === 0 ? 'all' : hit },
    { type: 'undo-dismiss' },
    { type: 'mode', mode: pick(['auto', 'confirm', 'observe', 'auto'] as const, b) ?? 'auto' },
    { type: 'answer', yes: b % 2 === 0 },
    { type: b % 2 === 0 ? 'pause' : 'resume' },
  ];
  return pick(commands, a) ?? { type: 'pause' };
}

function typed(n: number): TypeOutcome {
  if (n % 3 === 0) return { outcome: 'submitted' };
  if (n % 3 === 1) return { outcome: 'unconfirmed', reason: 'no turn' };
  return { outcome: 'refused', cause: pick(CAUSES, n) ?? 'mode', reason: 'refused' };
}

function outcomeOf(world: World, effect: Effect, n: number): EffectOutcome {
  if (n % 13 === 0) return { type: 'timeout' };
  if (effect.type === 'preflight' || effect.type === 'verify')
    return { type: effect.type, refusal: refusal(n) };
  if (effect.type === 'flip') {
    const refused = refusal(n);
    if (refused === null || n % 8 === 0) world.pointTo(effect.toDir.replace('/accounts/', ''));
    return { type: 'flip', refusal: refused };
  }
  if (effect.type === 'type') {
    const seat = world.seats.find((one) => one.id === effect.session && !one.gone);
    const result = seat ? typed(n) : ({ outcome: 'refused', cause: 'gone', reason: 'gone' } as const);
    if (seat && result.outcome === 'submitted') after(world, seat, n);
    return { type: 'type', result };
  }
  if (effect.type === 'restart')
    return n % 3 === 0 ? { type: 'restart', ok: false, reason: 'no' } : world.restartSeat(effect.session);
  return { type: 'done' };
}

function after(world: World, seat: Seat, n: number): void {
  seat.write(row('prompt', world.wallMs, { text: 'continue' }));
  if (n % 2 === 0) seat.write(row('reply', world.wallMs)).show(idle({ lastPrompt: 'continue' }));
  else if (n % 5 === 0)
    seat.write(row('api-error', world.wallMs, { error: 'authentication_failed' })).show(idle());
  else limit(world, seat, n, true);
}

function settleOne(world: World, a: number, b: number): void {
  const effect = world.pending.splice(a % Math.max(1, world.pending.length), 1)[0];
  if (effect) world.settle(effect, outcomeOf(world, effect, b));
}

const ACTS = {
  look: (world: World, a: number) => void world.pass((a % 40) * 100).look(),
  wait: (world: World, a: number) => void world.pass((a % 60) * MINUTE).look(),
  settle: settleOne,
  hit: (world: World, a: number, b: number) => seatOf(world, a, (seat) => limit(world, seat, b, b % 3 !== 0)),
  work: (world: World, a: number, b: number) =>
    seatOf(world, a, (seat) =>
      seat.write(row(b % 2 === 0 ? 'prompt' : 'reply', world.wallMs)).show(b % 2 === 0 ? busy() : idle()),
    ),
  blind: (world: World, a: number, b: number) =>
    seatOf(world, a, (seat) => seat.show(b % 2 === 0 ? 'unknown' : serverError(`task ${b % 3}`))),
  ask: (world: World, a: number) =>
    seatOf(world, a, (seat) =>
      seat.show(idle({ dialog: { type: 'other', title: 'x' }, composer: { state: 'absent', text: '' } })),
    ),
  use: (world: World, a: number, b: number) =>
    seatOf(world, a, (seat) => tellsUse(world, seat, b % 101, { apiMs: b % 7 })),
  hook: (world: World, a: number, b: number) =>
    seatOf(world, a, (seat) => {
      if (b % 3 === 0) stops(world, seat);
      else fails(world, seat, { message: b % 2 === 0 ? "You've hit your 5-hour limit" : LIMIT_LINE });
    }),
  replace: (world: World, a: number) =>
    seatOf(world, a, (seat) => seat.replace(seat.pid + 50, world.steadyMs, idle({ lastPrompt: '' }))),
  leave: (world: World, a: number) =>
    seatOf(world, a, (seat) => {
      seat.gone = !seat.gone;
    }),
  command: (world: World, a: number, b: number) => {
    world.step({ type: 'commanded', at: world.now, id: `m${a}.${b}`, command: commandOf(a, b, world) });
  },
  link: (world: World, a: number) => world.pointTo(pick([...NAMES, null], a) ?? null),
  jump: (world: World, a: number) => {
    world.wallMs += (a % 3 === 0 ? -1 : 1) * (a % 5) * 400 * 24 * HOUR;
  },
  die: (world: World, a: number) => {
    if (a % 4 === 0) {
      world.bootId += 'x';
      world.steadyMs = 60 * SECOND + (a % 100);
      for (const seat of world.seats) seat.startedSteadyMs = Math.min(seat.startedSteadyMs, world.steadyMs);
    }
    world.restart(a % 7 === 0 ? 'corrupt' : 'stored');
  },
};

function seatOf(world: World, n: number, act: (seat: Seat) => void): void {
  const seat = pick(world.seats, n);
  if (seat) act(seat);
}

function build(accounts: number): World {
  const world = new World({
    accounts: NAMES.slice(0, accounts).map((name, n) => account(name, n)),
    dedicated: ['api'],
    proactive: 80,
  });
  world.seat('ccl-1');
  world.seat('ccl-2', { version: '2.1.80' });
  world.seat('api', { transcript: false });
  world.seat('notes', { config: { account: 'b' } });
  return world.open();
}

const weights: readonly (readonly [keyof typeof ACTS, number])[] = [
  ['look', 10],
  ['settle', 10],
  ['hit', 6],
  ['work', 3],
  ['use', 3],
  ['hook', 3],
  ['wait', 2],
  ['command', 2],
  ['blind', 1],
  ['ask', 1],
  ['replace', 1],
  ['leave', 1],
  ['link', 1],
  ['jump', 1],
  ['die', 1],
];

const act: fc.Arbitrary<Act> = fc.tuple(
  fc.oneof(...weights.map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind) }))),
  fc.nat(1000),
  fc.nat(1000),
);

/** With nothing going wrong any more the engine comes to rest: no swap open, the link as remembered, quiet. */
function comesToRest(world: World): void {
  const active = world.durable.activeAccount;
  if (world.link.account === null) world.pointTo(active);
  world.work().run(4 * MINUTE, 2 * SECOND);
  const { swap } = world.durable;
  if (swap && swapInFlight(swap)) expect(world.steadyMs - swap.startedAt.steadyMs).toBeLessThan(130 * SECOND);
  expect(world.durable.activeAccount).toBe(world.link.account);
  const underWay = world.durable.resumes.filter((resume) => resume.effect !== null);
  expect(underWay).toEqual([]);
  const deadline = nextDeadline(world.state);
  expect(deadline === null || (deadline >= 50 && deadline <= HOUR)).toBe(true);
  expect(typeof isUrgent(world.state)).toBe('boolean');
}

/** The same sequences in every run: new ones are the simulator's business. */
const RUNS = { seed: 20_260_415, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false } as const;

describe('any sequence of events', () => {
  it('breaks no invariant, never throws, and comes to rest', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(2, 3),
        fc.array(act, { minLength: 20, maxLength: 300, size: 'max' }),
        (accounts, acts) => {
          const world = build(accounts);
          for (const [kind, a, b] of acts) ACTS[kind](world, a, b);
          comesToRest(world);
        },
      ),
      { ...RUNS, numRuns: 60 },
    );
  });

  it('is decided the same way twice', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 20, maxLength: 120, size: 'max' }), (acts) => {
        const logs = [1, 2].map(() => {
          const world = build(3);
          for (const [kind, a, b] of acts) ACTS[kind](world, a, b);
          return world.log.map((line) => line.replace(/row-\d+/g, 'row')).join('\n');
        });
        expect(logs[0]).toBe(logs[1]);
      }),
      { ...RUNS, numRuns: 8 },
    );
  });
});
