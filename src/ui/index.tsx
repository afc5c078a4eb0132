import { type RenderOptions, render } from 'ink';
import type { ReactElement } from 'react';
import type { CommandResult, Store } from '../core/commands.js';
import type { Snapshot } from '../core/snapshot.js';
import { swapInFlight } from '../core/switcher/in-flight.js';
import type { Connection } from '../core/viewer/connection.js';
import { Dashboard } from './dashboard.js';
import { glyphsFor } from './glyphs.js';
import type { Host } from './host.js';
import type { Look, TableComponent } from './look.js';
import { mouseInput } from './mouse/input.js';
import { panels } from './panels/index.js';
import type { PanelId } from './panels/panel.js';
import { steadyScreen } from './steady-screen.js';
import type { TerminalSize } from './terminal-size.js';
import { type ColorLevel, type ThemeName, themeOf } from './theme.js';
import type { MouseProps } from './use-mouse.js';
import type { QuitNotice } from './widgets/question.js';

export type { Host, HostSignals } from './host.js';
export type { TableComponent } from './look.js';
export type { Past } from './past.js';
export type { ColorLevel, ThemeName } from './theme.js';

/** Where the dashboard keeps what it remembers from one start to the next. */
export interface Preferences {
  get(name: 'focus' | 'mouse'): string | undefined;
  set(name: 'focus' | 'mouse', value: string): void;
}

export interface DashboardOptions {
  readonly store: Store;
  /** Wall clock, ms since 1970. */
  readonly now: () => number;
  /** IANA zone of the clocks. */
  readonly zone: string;
  readonly host: Host;
  /** ink-table, see `TableComponent`. */
  readonly Table: TableComponent;
  readonly theme: ThemeName;
  readonly colors: ColorLevel;
  /** The terminal is not UTF-8. */
  readonly ascii: boolean;
  readonly preferences?: Preferences;
  /** What goes on without the dashboard, one sentence; asked when the person wants to quit. */
  readonly quitNotice?: QuitNotice;
  /** Called before Ctrl-Z stops the process, e.g. to close the tmux client. */
  readonly beforeStop?: () => Promise<void>;
  /** Called when it goes on, also after a stop that came without warning. */
  readonly afterStop?: () => void;
  /** Puts a task, Markdown with optional front matter, into the queue; refused with what is wrong with it. */
  readonly addTask?: (text: string) => Promise<CommandResult>;
  /** What a quiet screen says of the demo's story at this wall time (ms). */
  readonly caption?: (now: number) => string | null;
  /** Of a viewer: how it stands with its supervisor; the store's listeners hear of a change. */
  readonly connection?: () => Connection;
  readonly stdout?: RenderOptions['stdout'];
  /** Without it there is no mouse. */
  readonly stdin?: RenderOptions['stdin'];
  /** The mouse is the dashboard's, as long as the person has not said otherwise by its key. */
  readonly mouse?: boolean;
}

/** The sentence for a dashboard that holds the supervisor. */
function supervisorNotice(snapshot: Snapshot): string {
  if (swapInFlight(snapshot.swap)) return 'The swap finishes its step first; the rest follows later.';
  return 'Sessions work on, but no limit is noticed meanwhile.';
}

function firstFocus(preferences: Preferences | undefined): PanelId {
  const wanted = preferences?.get('focus');
  return panels.find((panel) => panel.id === wanted && panel.summoned !== true)?.id ?? 'sessions';
}

/** What Ink reads, and the mouse that was taken out of it. */
function mouseOf({ stdin, preferences, host, mouse = false }: DashboardOptions): {
  readonly stdin?: NonNullable<RenderOptions['stdin']>;
  readonly mouse?: MouseProps;
} {
  if (stdin === undefined) return {};
  const input = mouseInput(stdin, host.after);
  const said = preferences?.get('mouse');
  const first = said === undefined ? mouse : said === 'on';
  const onSwitch = (on: boolean): void => preferences?.set('mouse', on ? 'on' : 'off');
  return { stdin: input.stdin, mouse: { first, listen: input.listen, onSwitch } };
}

const RENDERING = {
  alternateScreen: true,
  incrementalRendering: true,
  exitOnCtrlC: false,
  patchConsole: false,
  interactive: true,
} as const;

function sizeOf({ columns, rows }: TerminalSize): TerminalSize {
  return { columns, rows };
}

/**
 * Shows the dashboard on the alternate screen until the person quits (`quit`) or a signal ends it (`signal`); the
 * terminal is as before then. Rejects with what broke the drawing, if anything did. Set NODE_ENV=production before
 * React is loaded: its development build costs twice as much.
 */
export async function runDashboard(options: DashboardOptions): Promise<'quit' | 'signal'> {
  const look: Look = {
    theme: themeOf(options.theme, options.colors),
    glyphs: glyphsFor(options.ascii),
    Table: options.Table,
  };
  const { preferences, stdout } = options;
  const { stdin, mouse } = mouseOf(options);
  const steady = stdout === undefined ? null : steadyScreen(stdout);
  let isOver = false;
  const dashboard = (size?: TerminalSize): ReactElement => (
    <Dashboard
      size={size}
      onLeave={() => {
        isOver = true;
      }}
      store={options.store}
      now={options.now}
      zone={options.zone}
      look={look}
      host={options.host}
      notice={options.quitNotice ?? supervisorNotice}
      firstFocus={firstFocus(preferences)}
      onFocus={(panel) => preferences?.set('focus', panel)}
      beforeStop={options.beforeStop ?? (async () => undefined)}
      afterStop={options.afterStop ?? (() => undefined)}
      addTask={options.addTask}
      caption={options.caption ?? (() => null)}
      connection={options.connection ?? null}
      {...(mouse === undefined ? {} : { mouse })}
    />
  );
  const instance = render(dashboard(stdout && sizeOf(stdout)), {
    ...RENDERING,
    ...(steady === null ? {} : { stdout: steady.stdout }),
    ...(stdin === undefined ? {} : { stdin }),
  });
  let end: 'quit' | 'signal' = 'quit';
  const unwatch = options.host.watch({
    stopAsked: () => undefined,
    continued: () => undefined,
    end: () => {
      end = 'signal';
      instance.unmount();
    },
    resized: () => {
      // Drawn again, it would come back to life.
      if (stdout === undefined || steady === null || isOver) return;
      steady.forget(instance.clear);
      // At once: a frame of the old size would not fit.
      instance.rerender(dashboard(sizeOf(stdout)));
    },
  });
  try {
    await instance.waitUntilExit();
  } finally {
    unwatch();
  }
  return end;
}
