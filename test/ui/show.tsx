import { render } from 'ink-testing-library';
import type { Command, CommandResult } from '../../src/core/commands.js';
import type { Snapshot } from '../../src/core/snapshot.js';
import type { Connection } from '../../src/core/viewer/connection.js';
import { Dashboard } from '../../src/ui/dashboard.js';
import type { Host, HostSignals } from '../../src/ui/host.js';
import { until } from '../support/until.js';
import { lookOf } from './draw.js';
import { NOW } from './times.js';

interface ShowOptions {
  readonly addTask?: (text: string) => Promise<CommandResult>;
  readonly editText?: (text: string) => Promise<string | null>;
  readonly captureScreen?: Host['captureScreen'];
  readonly readPast?: Host['readPast'];
  /** Makes it a viewer, for which nothing is asked at its end. */
  readonly connection?: () => Connection;
}

/** A store, a clock and a host in the test's hands, and the dashboard over them. */
export function show(first: Snapshot, options: ShowOptions = {}) {
  let snapshot = first;
  let listener = (): void => undefined;
  let now = NOW;
  let result: CommandResult = { status: 'done', text: 'well done' };
  const sent: Command[] = [];
  const focused: string[] = [];
  const timers = new Set<{ readonly ms: number; readonly callback: () => void }>();
  let watched: HostSignals | null = null;
  const stops: string[] = [];
  const host: Host = {
    after: (ms, callback) => {
      const timer = { ms, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    stop: async () => void stops.push('stopped'),
    ...(options.editText ? { editText: options.editText } : {}),
    ...(options.captureScreen ? { captureScreen: options.captureScreen } : {}),
    ...(options.readPast ? { readPast: options.readPast } : {}),
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
      notice={() => (options.connection ? null : 'Sessions work on.')}
      firstFocus="sessions"
      onFocus={(panel) => focused.push(panel)}
      beforeStop={async () => void stops.push('before')}
      afterStop={() => stops.push('after')}
      addTask={options.addTask}
      caption={() => null}
      connection={options.connection ?? null}
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
    resize: (columns: number, rows: number) => {
      for (const [name, value] of Object.entries({ columns, rows }))
        Object.defineProperty(screen.stdout, name, { value, configurable: true });
      screen.stdout.emit('resize');
    },
    ready: () =>
      until('keys are heard', () => watched !== null && screen.stdin.listenerCount('readable') > 0),
    type: (keys: string) => screen.stdin.write(keys),
    publish: (next: Snapshot) => {
      snapshot = next;
      listener();
    },
    tick: (ms: number) => {
      now += ms;
      for (const timer of [...timers].filter((one) => one.ms <= ms)) {
        timers.delete(timer);
        timer.callback();
      }
    },
    answer: (next: CommandResult) => {
      result = next;
    },
  };
}
