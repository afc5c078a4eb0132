import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import type { Command, CommandResult } from '../../src/core/commands.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import { Dashboard } from '../../src/ui/dashboard.js';
import type { Host, HostSignals } from '../../src/ui/host.js';
import { until } from '../support/until.js';
import { lookOf } from './draw.js';
import { NOW, normal, suspected, swap } from './snapshots.js';

afterEach(cleanup);

/** A store, a clock and a host in the test's hands, and the dashboard over them. */
function show(first: Snapshot) {
  let snapshot = first;
  let listener = (): void => undefined;
  let now = NOW;
  let result: CommandResult = { status: 'done', text: 'well done' };
  const sent: Command[] = [];
  const focused: string[] = [];
  let due: (() => void) | null = null;
  let watched: HostSignals | null = null;
  const stops: string[] = [];
  const host: Host = {
    after: (_ms, callback) => {
      due = callback;
      return () => {
        if (due === callback) due = null;
      };
    },
    stop: async () => void stops.push('stopped'),
    watch: (signals) => {
      watched = signals;
      return () => {
        watched = null;
      };
    },
  };
  const screen = render(
    <Dashboard
      store={{
        subscribe: (one) => {
          listener = one;
          return () => undefined;
        },
        getSnapshot: () => snapshot,
        send: async (command) => {
          sent.push(command);
          return result;
        },
      }}
      now={() => now}
      zone="UTC"
      look={lookOf({ theme: 'none' })}
      host={host}
      notice={() => 'Sessions work on.'}
      firstFocus="sessions"
      onFocus={(panel) => focused.push(panel)}
      beforeStop={async () => void stops.push('before')}
      afterStop={() => stops.push('after')}
      caption={() => null}
    />,
  );
  const frame = (): string => screen.lastFrame() ?? '';
  const shows = (text: string): Promise<true> =>
    until(`${text} in\n${frame()}`, () => frame().includes(text), 5_000) as Promise<true>;
  return {
    sent,
    focused,
    stops,
    signals: () => watched,
    frame,
    shows,
    ready: () =>
      until('keys are heard', () => watched !== null && screen.stdin.listenerCount('readable') > 0),
    type: (keys: string) => screen.stdin.write(keys),
    publish: (next: Snapshot) => {
      snapshot = next;
      listener();
    },
    tick: (ms: number) => {
      now += ms;
      due?.();
    },
    answer: (next: CommandResult) => {
      result = next;
    },
  };
}

describe('the dashboard', () => {
  test('draws again what the store publishes', async () => {
    const app = show(normal);
    await app.shows('cooldown ready');
    app.publish(swap);
    await app.shows('resume 3/5');
    expect(app.frame()).toContain('active personal');
  });

  test('counts down by the clock alone', async () => {
    const app = show(suspected);
    await app.shows('03:12');
    app.tick(2_000);
    await app.shows('03:10');
  });

  test('answers a command in the footer until the next key', async () => {
    const app = show(normal);
    await app.ready();
    app.answer({ status: 'refused', reason: 'state is not writable' });
    app.type('S');
    await app.shows('state is not writable');
    expect(app.sent).toEqual([{ type: 'swap', to: null, force: false }]);
    app.type('j');
    await app.shows('q quit');
    expect(app.frame()).not.toContain('state is not writable');
  });

  test('keys typed in one chunk build on each other', async () => {
    const app = show(normal);
    await app.ready();
    app.type('jj\r');
    await until('the third session', () => app.sent.length > 0);
    expect(app.sent).toEqual([{ type: 'focus', session: 'c' }]);
  });

  test('remembers the focused panel', async () => {
    const app = show(normal);
    await app.ready();
    app.type('4');
    await app.shows('▸ 4 Suspected hits');
    expect(app.focused).toEqual(['hits']);
  });

  test('Ctrl-Z lets go before the stop and takes up again after it, also after one without warning', async () => {
    const app = show(normal);
    await app.ready();
    app.type('\u001a');
    await until('it goes on', () => app.stops.includes('after'));
    expect(app.stops).toEqual(['before', 'stopped', 'after']);
    app.signals()?.continued();
    await until('it goes on again', () => app.stops.length > 3);
    expect(app.stops.slice(3)).toEqual(['after']);
  });

  test('pasted text is no key', async () => {
    const app = show(suspected);
    await app.ready();
    app.type('\u001b[200~SDy\u001b[201~');
    app.type('?');
    await app.shows('Help');
    expect(app.sent).toEqual([]);
  });
});
