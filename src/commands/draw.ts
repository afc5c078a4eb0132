import { openPreferences } from '../adapters/preferences.js';
import { localZone } from '../adapters/zone.js';
import type { Config } from '../core/config/schema.js';
import type { DashboardOptions, Host } from '../ui/index.js';
import { loadInk } from './lean-ink.js';
import { isUtf8 } from './locale.js';
import { readPast } from './past.js';

/** What is shown, and all that differs between the dashboard with the supervisor inside and a viewer. */
export interface DrawOptions
  extends Pick<
    DashboardOptions,
    'store' | 'addTask' | 'quitNotice' | 'beforeStop' | 'afterStop' | 'caption' | 'connection'
  > {
  readonly ui: Config['ui'];
  /** Where the preferences are. */
  readonly stateDir: string;
  /** Variables that hold secrets: the person's editor does not get them. */
  readonly secretVariables?: () => readonly string[];
  readonly captureScreen: NonNullable<Host['captureScreen']>;
  /** Puts something between the dashboard and its process. */
  readonly around?: (host: Host) => Host;
}

/** What draws. Who starts a supervisor loads it before: the first look at the panes would have to share the time. */
export async function loadDrawing() {
  // Before React is loaded: its development build costs twice as much (measured with React 19.3).
  process.env.NODE_ENV = 'production';
  await loadInk();
  const [{ runDashboard }, { processHost }, { Table }, { settleColors }] = await Promise.all([
    import('../ui/index.js'),
    import('./dashboard-host.js'),
    import('./ink-table.js'),
    import('./settle-colors.js'),
  ]);
  return { runDashboard, processHost, Table, settleColors };
}

/** Shows the dashboard in this terminal until the person quits or a signal ends it. */
export async function draw(options: DrawOptions): Promise<void> {
  const { runDashboard, processHost, Table, settleColors } = await loadDrawing();
  const { ui, stateDir, secretVariables, captureScreen, around = (host) => host, ...shown } = options;
  const colors = await settleColors(process.env, ui.theme);
  const preferences = openPreferences(stateDir);
  await runDashboard({
    ...shown,
    now: Date.now,
    zone: localZone(),
    host: {
      ...around(processHost(process.env, secretVariables)),
      captureScreen,
      readPast: () => readPast(stateDir),
    },
    Table,
    ...colors,
    stdin: process.stdin,
    stdout: process.stdout,
    mouse: ui.mouse,
    ascii: !isUtf8(process.env),
    preferences: {
      get: (name) => {
        const value = preferences.get(name);
        return typeof value === 'string' ? value : undefined;
      },
      set: (name, value) => void preferences.set(name, value),
    },
  });
}
