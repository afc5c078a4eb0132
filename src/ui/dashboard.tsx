import { useApp, useInput, usePaste, useStdout, useWindowSize } from 'ink';
import { type ReactElement, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Command, CommandResult, Store } from '../core/commands.js';
import { nextTick } from './facts.js';
import type { Host } from './host.js';
import type { Intent } from './keys/binding.js';
import { onKey } from './keys/index.js';
import { keyNames } from './keys/names.js';
import type { Look } from './look.js';
import type { PanelId } from './panels/panel.js';
import { planOf, Screen } from './screen.js';
import { plain, plainSnapshot } from './text/plain.js';
import { type Flash, initialUi, reduceUi, type UiAction, type UiState } from './ui-state.js';
import { useStore } from './use-store.js';
import type { QuitNotice } from './widgets/status.js';

export interface DashboardProps {
  readonly store: Store;
  readonly now: () => number;
  readonly zone: string;
  readonly look: Look;
  readonly host: Host;
  readonly notice: QuitNotice;
  readonly firstFocus: PanelId;
  /** The person moved to another panel. */
  readonly onFocus: (panel: PanelId) => void;
  /** Before the process is stopped: whoever needs the terminal or other programs lets go of them. */
  readonly beforeStop: () => Promise<void>;
  /** After it, and after a stop that came without warning. */
  readonly afterStop: () => void;
  /** What the demo says at this wall time (ms); null outside of it. */
  readonly caption: (now: number) => string | null;
}

function answer(result: CommandResult): Flash {
  if (result.status === 'refused') return { text: result.reason, tone: 'warn' };
  return { text: result.text, tone: result.status === 'done' ? 'good' : 'accent' };
}

/** The view's own state; the reference lets several keys of one chunk build on each other. */
function useUi(first: PanelId): readonly [{ readonly current: UiState }, (action: UiAction) => void] {
  const [state, setState] = useState(() => initialUi(first));
  const latest = useRef(state);
  const dispatch = (action: UiAction): void => {
    latest.current = reduceUi(latest.current, action);
    setState(latest.current);
  };
  return [latest, dispatch];
}

/** Draws again when a number on the screen is due to change by time alone. */
function useTick(host: Host, due: number): void {
  const [, setCount] = useState(0);
  useEffect(() => host.after(due, () => setCount((count) => count + 1)));
}

/** Cursor to the first cell, then erase to the end. */
const CLEAR = '\u001b[H\u001b[J';

/**
 * Ink 8 leaves the alternate screen with its last frame on it. When tmux 3.3a leaves one, it first resizes it to the
 * size it had when it was entered, wrapping its rows anew: rows of a window that has grown since become more than the
 * screen holds and end in the person's history. Of an empty screen nothing can.
 */
function useCleanLeave(): void {
  const { stdout } = useStdout();
  // The clean-up of a layout effect runs after Ink's last frame and before it leaves the screen.
  useLayoutEffect(() => () => void stdout.write(CLEAR), [stdout]);
}

/** Gives the terminal back and stops; repaints after a stop that came without warning. */
function useStops({ host, beforeStop, afterStop }: DashboardProps): () => void {
  const { suspendTerminal } = useApp();
  const away = useRef(false);
  const leave = async (meanwhile: () => Promise<void>): Promise<void> => {
    if (away.current) return;
    away.current = true;
    try {
      await suspendTerminal(meanwhile);
    } finally {
      away.current = false;
    }
  };
  const stop = (): void => {
    void leave(async () => {
      await beforeStop();
      await host.stop();
      afterStop();
    });
  };
  const latest = useRef({ stop, leave, afterStop });
  latest.current = { stop, leave, afterStop };
  useEffect(
    () =>
      host.watch({
        stopAsked: () => latest.current.stop(),
        continued: () => void latest.current.leave(async () => latest.current.afterStop()),
        end: () => undefined,
      }),
    [host],
  );
  return stop;
}

function asksToQuit(intent: Intent): boolean {
  if (intent.type !== 'ui' || intent.action.type !== 'open') return false;
  const { modal } = intent.action;
  return modal.type === 'ask' && modal.question === 'quit';
}

/** The one component that holds state: it hears the store, the keys, the clock and the terminal's size. */
export function Dashboard(props: DashboardProps): ReactElement {
  const { store, zone, look, host, notice } = props;
  const { exit } = useApp();
  const { columns: cols, rows } = useWindowSize();
  const raw = useStore(store);
  const snapshot = useMemo(() => plainSnapshot(raw, look.glyphs.ascii), [raw, look]);
  const [ui, dispatch] = useUi(props.firstFocus);
  useCleanLeave();
  const stop = useStops(props);
  const now = props.now();
  useTick(host, nextTick(raw, now));

  const flash = (text: string, tone: Flash['tone']): void =>
    dispatch({ type: 'flash', flash: { text: plain(text, look.glyphs.ascii), tone } });
  const send = (command: Command): void => {
    store.send(command).then(
      (result) => flash(answer(result).text, answer(result).tone),
      (error: unknown) => flash(`The command failed: ${String(error)}`, 'bad'),
    );
  };
  const perform = (intent: Intent): void => {
    if (intent.type === 'send') send(intent.command);
    const leaves = intent.type === 'quit' || (asksToQuit(intent) && notice(raw) === null);
    if (leaves) exit('quit');
    if (intent.type === 'suspend') stop();
    if (leaves || intent.type !== 'ui') return;
    dispatch(intent.action);
    if (intent.action.type === 'focus') props.onFocus(intent.action.panel);
  };
  const view = { snapshot, now, zone, look, caption: props.caption(now) };
  useInput((input, key) => {
    for (const name of keyNames(input, key)) {
      const { context } = planOf({ view, raw, ui: ui.current, cols, rows });
      for (const intent of onKey(name, context)) perform(intent);
    }
  });
  // Pasted text must not act as keys.
  usePaste(() => undefined);

  return <Screen view={view} raw={raw} ui={ui.current} cols={cols} rows={rows} notice={notice} />;
}
