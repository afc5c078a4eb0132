import { initialState } from '../../../src/core/engine/initial.js';
import type { Settings } from '../../../src/core/engine/settings.js';
import type { Reading } from '../../../src/core/quota/reading.js';
import type { Snapshot } from '../../../src/core/snapshot.js';
import { Observer } from '../../../src/supervisor/observe.js';
import { Supervisor } from '../../../src/supervisor/supervisor.js';
import { idle } from '../../core/engine/support/readings.js';
import { SETTINGS } from '../../core/engine/support/world.js';
import { FakeQueue } from './fake-hands.js';
import {
  FakeAccounts,
  FakeClock,
  FakeStore,
  FakeTmux,
  FakeTranscripts,
  fakeProcesses,
  pane,
} from './fakes.js';

/** A supervisor over fakes: one session at its prompt, two accounts, nothing started yet. */
export class House {
  readonly clock = new FakeClock();
  readonly tmux = new FakeTmux();
  readonly accounts = new FakeAccounts();
  readonly store = new FakeStore();
  readonly queue = new FakeQueue();
  readonly transcripts = new FakeTranscripts();
  readonly journal: Record<string, unknown>[] = [];
  readonly lines: string[] = [];
  readonly readings = new Map<string, Reading>();
  readonly settings: Settings;
  readonly supervisor: Supervisor;

  constructor(settings: Partial<Settings> = {}) {
    const pool = { prefix: 'ccl-', first: 1, size: 1 };
    this.settings = { ...SETTINGS, cooldownMs: 0, minWaitMs: 0, pool, ...settings };
    this.tmux.panes = [pane(1)];
    this.show('at its prompt');
    const { clock, tmux, accounts, store, queue, transcripts } = this;
    const processes = fakeProcesses();
    const readLink = async () => {
      const state = await accounts.readLink();
      const target = state.type === 'link' ? state.target : '';
      return { state, account: target.replace('/accounts/', '') };
    };
    this.supervisor = new Supervisor({
      state: initialState(),
      clock,
      store,
      journal: {
        append: async (entry) => void this.journal.push(JSON.parse(JSON.stringify(entry))),
      },
      observer: new Observer({
        tmux,
        processes,
        transcripts,
        clock,
        classify: (screen) => this.readings.get(screen) ?? idle(),
        readLink,
        configOf: async () => 'link',
        zone: 'UTC',
        patterns: () => [],
      }),
      hands: {
        tmux,
        processes,
        accounts,
        queue,
        commandFor: () => null,
        clock,
        log: { line: (text) => void this.lines.push(text) },
        notify: ({ kind, text }) => void this.lines.push(`[notify] ${kind}: ${text}`),
      },
      readLink,
    });
  }

  get snapshot(): Snapshot {
    return this.supervisor.getSnapshot();
  }

  /** The pane shows this from now on, read as told. */
  show(screen: string, reading: Reading = idle()): void {
    const activity = Math.floor(this.clock.now().wallMs / 1_000);
    this.readings.set(screen, reading);
    this.tmux.screens.set('%1', screen);
    this.tmux.panes = this.tmux.panes.map((one) => ({ ...one, activity }));
  }

  async start(): Promise<this> {
    const link = { state: await this.accounts.readLink(), account: 'work' };
    const { clock, settings } = this;
    this.supervisor.start({
      type: 'started',
      at: clock.now(),
      bootId: 'boot-1',
      settings,
      link,
      provenance: 'missing',
      seed: '00000000-0000-4000-8000-000000000001',
    });
    await clock.pass(3_000);
    return this;
  }
}
