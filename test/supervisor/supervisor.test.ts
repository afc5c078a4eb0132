import { describe, expect, it } from 'vitest';
import { limited } from '../core/engine/support/readings.js';
import { NOON, settled } from './support/fakes.js';
import { House } from './support/house.js';

const HOUR = 3_600_000;
const SECRET = 'the person’s own words on the screen';
const LINE = "You've hit your 5-hour limit · resets 6pm";

/** A refusal stands there, below what nobody else is to read. */
function hit(house: House): void {
  const reading = limited({ resetsAtMs: NOON + 2 * HOUR, text: LINE });
  const evidence = [{ row: 3, text: SECRET, rule: 'prompt' }];
  const own = { evidence, lastPrompt: SECRET, lastLine: SECRET, version: '2.1.330' };
  house.show(`${SECRET}\n${LINE}`, { ...reading, ...own });
}

describe('what relies on a durable state', () => {
  it('is not begun while the state cannot be written, and is once it can', async () => {
    const house = await new House().start();
    house.store.full = true;
    hit(house);
    await house.clock.pass(5_000);
    expect(house.accounts.calls.filter((call) => call !== 'preflight')).toEqual([]);
    expect(house.accounts.target).toBe('/accounts/work');
    expect(house.tmux.typed).toEqual([]);
    expect(house.lines.join('\n')).toContain('the state cannot be written');
    house.store.full = false;
    await house.clock.pass(5 * 60_000);
    expect(house.accounts.target).toBe('/accounts/personal');
    expect(house.tmux.typed).toEqual(['%1']);
  });

  it('finds its intent on the disk before the link is changed', async () => {
    const house = await new House().start();
    const seen: unknown[] = [];
    const flip = house.accounts.flip.bind(house.accounts);
    house.accounts.flip = (request) => {
      seen.push(house.store.saved?.swap?.phase, house.store.saved?.swap?.to);
      return flip(request);
    };
    hit(house);
    await house.clock.pass(2_000);
    expect(seen).toEqual(['flip', 'personal']);
  });
});

describe('the journal', () => {
  it('holds of a screen nothing but the snippet of a hit', async () => {
    const house = await new House().start();
    hit(house);
    await house.clock.pass(10_000);
    const text = JSON.stringify(house.journal);
    expect(text).toContain(LINE);
    expect(text).toContain('"phase":"flip"');
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('at its prompt');
  });

  it('gets nothing, and the state is not written, while nothing happens', async () => {
    const house = await new House().start();
    const { saves } = house.store;
    const entries = house.journal.length;
    const lists = house.tmux.lists;
    await house.clock.pass(60_000);
    expect(house.tmux.lists).toBeGreaterThan(lists + 50);
    expect(house.journal).toHaveLength(entries);
    expect(house.store.saves).toBe(saves);
  });
});

describe('polling', () => {
  it('is one chain, also when it was hurried', async () => {
    const house = await new House().start();
    hit(house);
    await house.clock.pass(20_000);
    house.show('back at its prompt');
    await house.clock.pass(120_000);
    const before = house.tmux.lists;
    await house.clock.pass(60_000);
    expect(house.tmux.lists - before).toBeLessThanOrEqual(61);
  });

  it('tells a tmux that cannot be asked apart from sessions that have gone', async () => {
    const house = await new House().start();
    house.tmux.reachable = false;
    await house.clock.pass(3_000);
    expect(house.snapshot.tmux.state).toBe('no-server');
    expect(house.snapshot.sessions).toHaveLength(1);
  });
});

describe('a snapshot', () => {
  it('is one for all who ask, and another after every event', async () => {
    const house = await new House().start();
    const { supervisor } = house;
    const first = supervisor.getSnapshot();
    expect(supervisor.getSnapshot()).toBe(first);
    await house.clock.pass(1_000);
    const second = supervisor.getSnapshot();
    expect(second).not.toBe(first);
    expect(Date.parse(second.at)).toBeGreaterThan(Date.parse(first.at));
    expect(supervisor.getSnapshot()).toBe(second);
  });
});

describe('a command', () => {
  it('is answered by the transition that took it', async () => {
    const house = await new House().start();
    const answer = house.supervisor.send({ type: 'pause' });
    await settled();
    expect(await answer).toMatchObject({ status: 'done' });
    expect(house.snapshot.paused).toBe(true);
  });

  it('to a stopped supervisor is refused in the end, not left open', async () => {
    const house = await new House().start();
    await house.supervisor.stop();
    const answer = house.supervisor.send({ type: 'pause' });
    await house.clock.pass(10_000);
    expect(await answer).toMatchObject({ status: 'refused' });
  });
});

describe('a stop', () => {
  it('does not wait for a poll that hangs', async () => {
    const house = await new House().start();
    house.tmux.listing = () => new Promise(() => undefined);
    await house.clock.pass(2_000);
    let stopped = false;
    void house.supervisor.stop().then(() => {
      stopped = true;
    });
    await house.clock.pass(4_000);
    expect(stopped).toBe(true);
  });

  it('waits for the effect under way and keeps its outcome, and begins nothing new', async () => {
    const house = await new House().start();
    let done: () => void = () => undefined;
    house.accounts.preflight = () => {
      house.accounts.calls.push('preflight');
      return new Promise((resolve) => {
        done = () => resolve(null);
      });
    };
    hit(house);
    await house.clock.pass(2_000);
    expect(house.accounts.calls).toEqual(['preflight']);
    const stopped = house.supervisor.stop();
    await settled();
    done();
    await stopped;
    expect(house.accounts.calls).toEqual(['preflight']);
    expect(house.store.saved?.swap).toMatchObject({ phase: 'flip', to: 'personal' });
    expect(house.accounts.target).toBe('/accounts/work');
    expect(house.clock.waiting).toBe(0);
  });
});

it('shows what is noted', async () => {
  const house = await new House().start();
  const text = 'configuration not taken over: config.yaml:3 mode';
  house.supervisor.post({ type: 'noted', at: house.clock.now(), level: 'bad', text });
  await settled();
  expect(house.snapshot.events[0]).toMatchObject({ level: 'bad', text });
  expect(house.lines).toContain(text);
});
