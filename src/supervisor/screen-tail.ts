import { cleanText } from '../core/clean-text.js';
import type { PaneTarget, TmuxPort } from '../core/ports.js';
import { paneNow } from './panes.js';

const LINES = 20;
const WIDTH = 200;

/** The last lines of a pane that stand on it; none when it is no longer the pane that was meant. */
async function lastLines(target: PaneTarget, tmux: TmuxPort): Promise<readonly string[]> {
  const listing = await tmux.list();
  if (listing === null || paneNow(listing, target) === undefined) return [];
  const screen = (await tmux.capture([target.pane])).get(target.pane) ?? '';
  return screen
    .split('\n')
    .map((line) => cleanText(line, WIDTH))
    .filter((line) => line !== '')
    .slice(-LINES);
}

/** `reason` with the end of the pane's screen below it, as far as that is to be had. */
export async function withTail(reason: string, target: PaneTarget, tmux: TmuxPort): Promise<string> {
  const lines = await lastLines(target, tmux);
  return lines.length === 0 ? reason : [reason, '', 'The end of its screen:', ...lines].join('\n');
}
