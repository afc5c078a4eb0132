import { useApp, useWindowSize } from 'ink';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import type { Command, CommandResult, Store } from '../core/commands.js';
import { errorText } from '../core/errors.js';
import type { Connection } from '../core/viewer/connection.js';
import { nextTick } from './facts.js';
import type { Host } from './host.js';
import type { Abilities, Intent } from './keys/binding.js';
import { onKey, textTyped } from './keys/index.js';
import type { Look } from './look.js';
import { onReport } from './mouse/intents.js';
import type { PanelId } from './panels/panel.js';
import { type Plan, planOf, Screen } from './screen.js';
import type { TerminalSize } from './terminal-size.js';
import { plainTexts } from './text/plain.js';
import { flashOf, initialUi, reduceUi, type UiAction, type UiState } from './ui-state.js';
import { useEditor } from './use-editor.js';
import { useFading } from './use-fading.js';
import { type MouseProps, useMouseMode, useReports } from './use-mouse.js';
import { useSeen } from './use-seen.js';
import { useConnection, useStore } from './use-store.js';
import { useLeaving, useTerminal } from './use-terminal.js';
import { useTyping } from './use-typing.js';
import type { QuitNotice } from './widgets/question.js';

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
  /** Puts a task into the queue; undefined when there is none. */
  readonly addTask: ((text: string) => Promise<CommandResult>) | undefined;
  /** What the demo says at this wall time (ms); null outside of it. */
  readonly caption: (now: number) => string | null;
  /** How a viewer stands with its supervisor; null for the dashboard that holds one. */
  readonly connection?: (() => Connection) | null;
  readonly mouse?: MouseProps;
  /** Of the terminal; Ink asks it itself without. Another object: the terminal shows something else than was drawn. */
  readonly size?: TerminalSize | undefined;
  /** It is leaving the screen for good. */
  readonly onLeave?: () => void;
}

/** The view's own state; the reference lets several keys of one chunk build on each other. */
function useUi({
  firstFocus,
  mouse,
}: DashboardProps): readonly [{ readonly current: UiState }, (action: UiAction) => void] {
  const [state, setState] = useState(() => initialUi(firstFocus, mouse?.first));
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

function asksToQuit(intent: Intent): boolean {
  if (intent.type !== 'ui' || intent.action.type !== 'open') return false;
  const { modal } = intent.action;
  return modal.type === 'ask' && modal.question === 'quit';
}

function remember({ onFocus, mouse }: DashboardProps, action: UiAction): void {
  if (action.type === 'focus') onFocus(action.panel);
  if (action.type === 'mouse') mouse?.onSwitch(action.on);
}

function abilitiesOf({ addTask, host }: DashboardProps, connection: Connection | null): Abilities {
  return {
    addTask: addTask !== undefined,
    editOutside: host.editText !== undefined,
    look: host.captureScreen !== undefined,
    viewer: connection !== null,
    lost: connection?.state === 'lost',
  };
}

/** The one component that holds state: it hears the store, the keys, the clock and the terminal's size. */
export function Dashboard(props: DashboardProps): ReactElement {
  const { store, zone, look, host, notice } = props;
  const { exit } = useApp();
  const asked = useWindowSize();
  const { columns: cols, rows } = props.size ?? asked;
  const raw = useStore(store);
  const connection = useConnection(store, props.connection ?? null);
  const snapshot = useMemo(() => plainTexts(raw, look.glyphs.ascii), [raw, look]);
  const [ui, dispatch] = useUi(props);
  useLeaving(props.onLeave ?? (() => undefined));
  const { stop, lend } = useTerminal(props, useMouseMode(ui.current.mouse));
  const { editOutside, add } = useEditor(props, ui, dispatch, lend);
  const now = props.now();
  const looked = { snapshot, now, zone, look };
  const seen = useSeen(host, { view: looked, raw, ui: ui.current, size: { cols, rows } });
  const fades = useFading(ui.current.flash, now, () => dispatch({ type: 'flash', flash: null }));
  useTick(host, Math.min(fades, nextTick(raw, now, connection?.state === 'lost')));

  const send = (command: Command): void => {
    store.send(command).then(
      (given) => dispatch({ type: 'flash', flash: flashOf(given) }),
      (error: unknown) =>
        dispatch({ type: 'flash', flash: { text: `The command failed: ${errorText(error)}`, tone: 'bad' } }),
    );
  };
  const perform = (intent: Intent): void => {
    if (intent.type === 'send') send(intent.command);
    if (intent.type === 'add-task') add(intent.text);
    if (intent.type === 'edit-outside') editOutside(intent.text);
    const leaves = intent.type === 'quit' || (asksToQuit(intent) && notice(raw) === null);
    if (leaves) exit('quit');
    if (intent.type === 'suspend') stop();
    if (leaves || intent.type !== 'ui') return;
    dispatch(intent.action);
    remember(props, intent.action);
  };
  const can = abilitiesOf(props, connection);
  const view = { snapshot, now, zone, look, caption: props.caption(now), connection, ...seen };
  const plan = (): Plan => planOf({ view, raw, ui: ui.current, cols, rows, can });
  useReports(props.mouse, (report) => {
    for (const intent of onReport(report, view, plan())) perform(intent);
  });
  useTyping({
    editing: () => {
      const { modal } = ui.current;
      return modal?.type === 'filter' || (modal?.type === 'edit' && modal.phase === 'typing');
    },
    onKey: (name) => {
      for (const intent of onKey(name, plan().context)) perform(intent);
    },
    onText: (text) => {
      for (const intent of textTyped(text, ui.current)) perform(intent);
    },
  });

  return <Screen view={view} raw={raw} ui={ui.current} cols={cols} rows={rows} notice={notice} can={can} />;
}
