import { useStdout } from 'ink';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { MouseInput } from './mouse/input.js';
import type { Report } from './mouse/reports.js';

/** Buttons and wheel (1000), told in decimal numbers (1006). */
const ON = '\u001b[?1000h\u001b[?1006h';
const OFF = '\u001b[?1006l\u001b[?1000l';

/** What the dashboard is given of the mouse. */
export interface MouseProps {
  /** It is the dashboard's from the first paint on. */
  readonly first: boolean;
  readonly listen: MouseInput<unknown>['listen'];
  /** The person took or left it. */
  readonly onSwitch: (on: boolean) => void;
}

/** Leaves the mouse to others while they have the terminal. */
export interface MouseMode {
  leave(): void;
  takeAgain(): void;
}

/** Takes the terminal's mouse while it is wanted, and leaves it whenever the terminal is given away. */
export function useMouseMode(wanted: boolean): MouseMode {
  const { stdout } = useStdout();
  const state = useRef({ wanted, isHere: false, isSet: false });
  const apply = (): void => {
    const { current } = state;
    const next = current.wanted && current.isHere;
    if (next === current.isSet) return;
    current.isSet = next;
    stdout.write(next ? ON : OFF);
  };
  const here = (isHere: boolean): void => {
    state.current.isHere = isHere;
    apply();
  };
  const isOver = useRef(false);
  // Like the alternate screen: also a stop that comes with the first paint finds it under control.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for the life of the dashboard
  useLayoutEffect(() => {
    isOver.current = false;
    here(true);
    return () => {
      isOver.current = true;
      here(false);
    };
  }, [stdout]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `apply` looks at the newest state
  useLayoutEffect(() => {
    state.current.wanted = wanted;
    apply();
  }, [wanted]);
  return {
    leave: () => here(false),
    takeAgain: () => {
      if (!isOver.current) here(true);
    },
  };
}

/** Hears the mouse's reports. */
export function useReports(mouse: MouseProps | undefined, onReport: (report: Report) => void): void {
  const latest = useRef(onReport);
  latest.current = onReport;
  useEffect(() => mouse?.listen((report) => latest.current(report)), [mouse]);
}
