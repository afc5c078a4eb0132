import { beforeEach, describe, expect, it } from 'vitest';
import type { PaneId } from '../../src/core/ids.js';
import type { ProcessPort } from '../../src/core/ports.js';
import type { Reading } from '../../src/core/quota/reading.js';
import { Observer } from '../../src/supervisor/observe.js';
import { idle, limited } from '../core/engine/support/readings.js';
import { FakeClock, FakeTmux, FakeTranscripts, fakeProcesses, NOON, pane, SERVER } from './support/fakes.js';

let tmux: FakeTmux;
let clock: FakeClock;
let transcripts: FakeTranscripts;
let readings: Map<string, Reading>;
let classified: string[];
/** Directories asked for, and what each is just now. */
let places: (string | null)[];
let place: 'link' | 'elsewhere';
let observer: Observer;

beforeEach(() => {
  tmux = new FakeTmux();
  clock = new FakeClock();
  transcripts = new FakeTranscripts();
  readings = new Map();
  classified = [];
  places = [];
  place = 'link';
  observer = observerOf(fakeProcesses([1_009]));
});

function observerOf(processes: ProcessPort): Observer {
  return new Observer({
    tmux,
    processes,
    transcripts,
    clock,
    classify: (screen) => {
      classified.push(screen);
      return readings.get(screen) ?? idle();
    },
    readLink: async () => ({ state: { type: 'link', target: '/accounts/work' }, account: 'work' }),
    configOf: async (dir) => {
      places.push(dir);
      return place;
    },
    zone: 'UTC',
    patterns: () => [],
  });
}

/** The pane shows this from now on. */
function show(number: number, screen: string | null): void {
  const second = Math.floor(clock.now().wallMs / 1_000);
  tmux.screens.set(`%${number}`, screen);
  tmux.panes = tmux.panes.map((one) => (one.pane === `%${number}` ? { ...one, activity: second } : one));
}

async function observe() {
  const observation = await observer.observe();
  if (!observation) throw new Error('tmux was not reached');
  return observation;
}

async function look() {
  return (await observe()).sessions;
}

describe('which panes are sessions', () => {
  it('leaves out shells, dead panes and our own', async () => {
    tmux.panes = [pane(1), pane(2, { dead: true }), pane(3), pane(9)];
    tmux.ownPane = '%3' as PaneId;
    expect((await look()).map((session) => session.name)).toEqual(['ccl-1']);
  });

  it('calls two agents of one tmux session apart, and one alone by its session', async () => {
    const two = [
      pane(1, { sessionName: 'api' }),
      pane(2, { sessionName: 'api', windowIndex: 1, paneIndex: 2 }),
    ];
    tmux.panes = [...two, pane(3, { sessionName: 'web' }), pane(9, { sessionName: 'web', paneIndex: 1 })];
    expect((await look()).map((session) => session.name)).toEqual(['api:0.0', 'api:1.2', 'web']);
  });

  it('knows a new process in the same pane for another session', async () => {
    tmux.panes = [pane(1)];
    const [first] = await look();
    tmux.panes = [pane(1, { panePid: 2_001 })];
    const [second] = await look();
    expect(second?.id).not.toBe(first?.id);
    expect(second?.reading).not.toBe('unchanged');
  });

  it('looks where logins are kept once a poll, and in every poll anew', async () => {
    tmux.panes = [pane(1), pane(2)];
    expect((await look()).map((session) => session.config)).toEqual(['link', 'link']);
    expect(places).toEqual([null]);
    place = 'elsewhere';
    expect((await look()).map((session) => session.config)).toEqual(['elsewhere', 'elsewhere']);
  });

  it('answers null when tmux cannot be asked', async () => {
    tmux.reachable = false;
    expect(await observer.observe()).toBeNull();
  });
});

describe('a vacant pane', () => {
  it('is every one without an agent but our own, with what its program left', async () => {
    const dead = pane(2, { dead: true, deadStatus: 3, personActiveAt: 1_800_000_000 });
    tmux.panes = [pane(1), dead, pane(3), pane(9)];
    tmux.ownPane = '%3' as PaneId;
    const target = (number: number) => ({ server: SERVER, pane: `%${number}`, panePid: 1_000 + number });
    expect((await observe()).vacant).toEqual([
      {
        name: 'ccl-2',
        target: target(2),
        siblings: 1,
        dead: true,
        deadStatus: 3,
        personActiveAtMs: 1_800_000_000_000,
      },
      {
        name: 'ccl-9',
        target: target(9),
        siblings: 1,
        dead: false,
        deadStatus: null,
        personActiveAtMs: null,
      },
    ]);
  });

  it('tells how many panes its session has, and the session’s plain name', async () => {
    tmux.panes = [
      pane(1, { sessionName: 'api' }),
      pane(2, { sessionName: 'api', dead: true }),
      pane(9, { sessionName: 'api', windowIndex: 1 }),
      pane(4, { sessionName: 'web', dead: true }),
    ];
    const seen = (await observe()).vacant.map(({ name, siblings }) => [name, siblings]);
    expect(seen).toEqual([
      ['api', 3],
      ['api', 3],
      ['web', 1],
    ]);
  });

  it('is not captured, and the process of a dead one is not asked for: its pid may be another’s', async () => {
    const asked: number[] = [];
    const all = fakeProcesses([1_009]);
    const eyes = {
      ...all,
      agents: (pids: readonly number[]) => {
        asked.push(...pids);
        return all.agents(pids);
      },
    };
    observer = observerOf(eyes);
    tmux.panes = [pane(2, { dead: true }), pane(9)];
    await observe();
    expect(asked).toEqual([1_009]);
    expect(tmux.captured).toEqual([]);
  });
});

describe('a screen', () => {
  it('is read once and is unchanged until its window was active again', async () => {
    tmux.panes = [pane(1)];
    show(1, 'a');
    await clock.pass(1_000);
    expect((await look())[0]?.reading).toMatchObject({ verdict: 'idle' });
    await clock.pass(2_000);
    expect((await look())[0]?.reading).toBe('unchanged');
    expect(tmux.captured).toEqual(['%1']);
    show(1, 'b');
    expect((await look())[0]?.reading).toMatchObject({ verdict: 'idle' });
    expect(classified).toEqual(['a', 'b']);
  });

  it('is captured again for output later in the second of its capture', async () => {
    tmux.panes = [pane(1)];
    show(1, 'a');
    await look();
    await clock.pass(300);
    show(1, 'b');
    expect((await look())[0]?.reading).toMatchObject({ verdict: 'idle' });
  });

  it('drawn again as it was is unchanged and not read again', async () => {
    tmux.panes = [pane(1)];
    show(1, 'a');
    await look();
    await clock.pass(5_000);
    show(1, 'a');
    expect((await look())[0]?.reading).toBe('unchanged');
    expect(classified).toEqual(['a']);
  });

  it('that cannot be captured is unknown, and is tried again at the next poll', async () => {
    tmux.panes = [pane(1)];
    show(1, null);
    expect((await look())[0]?.reading).toBe('unknown');
    tmux.screens.set('%1', 'a');
    expect((await look())[0]?.reading).toMatchObject({ verdict: 'idle' });
  });
});

describe('the reset of a banner', () => {
  const bannerAt = (resetsAtMs: number, occurrences = 1): Reading => limited({ resetsAtMs, occurrences });

  it('stays as it was read first: later the same words would mean tomorrow', async () => {
    tmux.panes = [pane(1)];
    readings.set('banner', bannerAt(NOON + 3_600_000));
    readings.set('banner, drawn again', bannerAt(NOON + 25 * 3_600_000));
    show(1, 'banner');
    await look();
    await clock.pass(3_600_000);
    show(1, 'banner, drawn again');
    expect((await look())[0]?.reading).toMatchObject({
      banner: { resetsAtMs: NOON + 3_600_000 },
      limit: { resetsAtMs: NOON + 3_600_000 },
    });
  });

  it('is read anew when the same words stand there once more', async () => {
    tmux.panes = [pane(1)];
    readings.set('once', bannerAt(NOON + 3_600_000));
    readings.set('twice', bannerAt(NOON + 25 * 3_600_000, 2));
    show(1, 'once');
    await look();
    await clock.pass(3_600_000);
    show(1, 'twice');
    expect((await look())[0]?.reading).toMatchObject({ banner: { resetsAtMs: NOON + 25 * 3_600_000 } });
  });
});

describe('a transcript', () => {
  it('is read with every change and for some seconds after it, then every five', async () => {
    tmux.panes = [pane(1)];
    show(1, 'a');
    for (let poll = 0; poll < 4; poll += 1) {
      await look();
      await clock.pass(1_000);
    }
    expect(transcripts.reads).toBe(4);
    for (let poll = 0; poll < 20; poll += 1) {
      await look();
      await clock.pass(1_000);
    }
    expect(transcripts.reads).toBeGreaterThanOrEqual(7);
    expect(transcripts.reads).toBeLessThanOrEqual(9);
  });

  it('gives each row once', async () => {
    tmux.panes = [pane(1)];
    show(1, 'a');
    const row = { uuid: 'r1', atMs: NOON, type: 'reply', sidechain: false } as never;
    transcripts.view = { ...transcripts.view, conversation: 'c1', present: true, rows: [row] };
    expect((await look())[0]?.rows).toHaveLength(1);
    transcripts.view = { ...transcripts.view, rows: [] };
    await clock.pass(10_000);
    await look();
    await clock.pass(1_000);
    const [session] = await look();
    expect(session?.rows).toEqual([]);
    expect(session?.conversation).toBe('c1');
  });
});

it('answers the same object for a session of which nothing is new', async () => {
  tmux.panes = [pane(1)];
  const agents = await fakeProcesses().agents([1_001]);
  observer = observerOf({ ...fakeProcesses(), agents: async () => agents });
  await look();
  await clock.pass(2_000);
  await look();
  const [before] = await look();
  await clock.pass(1_000);
  expect((await look())[0]).toBe(before);
  show(1, 'b');
  expect((await look())[0]).not.toBe(before);
});
