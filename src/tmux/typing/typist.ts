import { randomBytes } from 'node:crypto';
import type { PaneTarget, TypeOutcome } from '../../core/ports.js';
import type { Reading } from '../../core/quota/reading.js';
import type { Size } from '../panes/capture.js';
import type { Command } from '../protocol/command.js';
import type { Door } from '../protocol/exchange.js';
import { BRACKETED_PASTE, runGuarded, shows, TAKES_INPUT } from './guard.js';
import {
  type Look,
  look,
  paneRefusal,
  type Recognise,
  type Refusal,
  refused,
  screenRefusal,
} from './look.js';
import { withPasteFile } from './paste-file.js';
import { sameText, standsFor } from './text.js';

/** All in milliseconds. */
export interface TypingTimes {
  /** How long a dialog may take to give way to the composer, and a paste to show. */
  readonly showMs: number;
  /** From the text in sight to Enter; null: by the CLI's version. */
  readonly settleMs: number | null;
  /** How long a turn may take to start. */
  readonly turnMs: number;
  /** Between two looks. */
  readonly pollMs: number;
}

export const TYPING_TIMES: TypingTimes = { showMs: 5_000, settleMs: null, turnMs: 8_000, pollMs: 120 };

/**
 * A CLI that reads text and Enter in one piece takes Enter for a newline. 2.1.330 did not at 150 ms; 2.1.50 and
 * older did at 1300 ms while starting. A version that is not in sight is taken for an old one.
 */
const SETTLE_NEW_MS = 300;
const SETTLE_OLD_MS = 1_500;
const SETTLES_FAST_FROM = [2, 1, 126] as const;

/** Words of the limit dialog (2.1.50 to 2.1.330), without which Esc is not sent. */
const DIALOG_WORDS = 'What do you want to do';

export interface TypingJob {
  readonly door: Door;
  readonly target: PaneTarget;
  /** Sanitised and not empty. */
  readonly text: string;
  readonly closeDialog: boolean;
  readonly size: Size | undefined;
  readonly recognise: Recognise;
  readonly now: () => number;
  readonly times: TypingTimes;
}

function unconfirmed(reason: string): TypeOutcome {
  return { outcome: 'unconfirmed', reason };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function isRefusal(seen: Look | Refusal): seen is Refusal {
  return 'outcome' in seen;
}

function settleTime(reading: Reading, times: TypingTimes): number {
  if (times.settleMs !== null) return times.settleMs;
  const parts = (reading.version ?? '0').split('.').map(Number);
  for (const [index, least] of SETTLES_FAST_FROM.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least ? SETTLE_NEW_MS : SETTLE_OLD_MS;
  }
  return SETTLE_NEW_MS;
}

/** Looks, again and again until `found` answers something other than null; null when `withinMs` is over. */
async function watch<T>(
  job: TypingJob,
  withinMs: number,
  found: (seen: Look | Refusal) => T | null,
): Promise<T | null> {
  const end = performance.now() + withinMs;
  for (;;) {
    const answer = found(await look(job.door, job.target, job.size, job.recognise));
    if (answer !== null) return answer;
    if (performance.now() >= end) return null;
    await wait(job.times.pollMs);
  }
}

/** Types and submits under the guard; see `TmuxPort.type`. Enter is sent at most once. */
export async function typeUnderGuard(job: TypingJob): Promise<TypeOutcome> {
  const ready = await openComposer(job);
  if (typeof ready !== 'string') return ready;
  if (ready === 'empty') {
    const failed = await paste(job);
    if (failed !== null) return failed;
  }
  return submit(job);
}

/** `empty`: paste; `ours`: an earlier attempt ended between paste and Enter, its text still stands there. */
async function openComposer(job: TypingJob): Promise<'empty' | 'ours' | Refusal> {
  const first = await look(job.door, job.target, job.size, job.recognise);
  if (isRefusal(first)) return first;
  const forbidden = paneRefusal(first, job.target, job.now());
  if (forbidden !== null) return forbidden;
  const { reading } = first;
  if (job.closeDialog && reading?.dialog?.type === 'rate-limit-options') return closeDialog(job);
  const refusal = screenRefusal(reading);
  if (refusal?.cause === 'draft' && reading !== null && sameText(reading.composer.text, job.text))
    return 'ours';
  return refusal ?? 'empty';
}

async function closeDialog(job: TypingJob): Promise<'empty' | Refusal> {
  const { door, target } = job;
  const sent = await runGuarded(door, {
    target,
    conditions: [...TAKES_INPUT, shows(DIALOG_WORDS)],
    action: [['send-keys', '-t', target.pane, 'Escape']],
  });
  if (sent !== 'done') return refused('dialog', 'the limit dialog changed before it could be closed');
  let last: Refusal = refused('dialog', 'the limit dialog did not close');
  const opened = await watch(job, job.times.showMs, (seen) => {
    const refusal = isRefusal(seen)
      ? seen
      : (paneRefusal(seen, target, job.now()) ?? screenRefusal(seen.reading));
    if (refusal !== null) last = refusal;
    return refusal === null ? true : null;
  });
  return opened === true ? 'empty' : last;
}

/** null when the text was pasted. */
async function paste(job: TypingJob): Promise<TypeOutcome | null> {
  const { door, target, text } = job;
  const buffer = `claude-failover-${randomBytes(8).toString('hex')}`;
  const pasted = await withPasteFile(text, (path) => {
    const load: Command = ['load-buffer', '-b', buffer, path];
    const action: Command[] = [['paste-buffer', '-p', '-d', '-b', buffer, '-t', target.pane]];
    const otherwise: Command[] = [['delete-buffer', '-b', buffer]];
    const conditions = text.includes('\n') ? [...TAKES_INPUT, BRACKETED_PASTE] : TAKES_INPUT;
    return runGuarded(door, { target, conditions, action, otherwise }, [load]);
  });
  if (pasted === 'done') return null;
  if (pasted === null) return refused('unrecognised', 'the text could not be written to a temporary file');
  if (pasted === 'lost') return unconfirmed('tmux did not answer; the text may have been pasted');
  const seen = await look(door, target, job.size, job.recognise);
  const why = isRefusal(seen) ? seen : paneRefusal(seen, target, job.now());
  return why ?? refused('gone', 'tmux found the pane changed before the paste');
}

async function submit(job: TypingJob): Promise<TypeOutcome> {
  const { door, target, text, times } = job;
  const holdsText = (seen: Look | Refusal): Reading | null =>
    !isRefusal(seen) &&
    seen.reading?.composer.state === 'draft' &&
    standsFor(seen.reading.composer.text, text)
      ? seen.reading
      : null;
  const shown = await watch(job, times.showMs, holdsText);
  if (shown === null) return unconfirmed('the text was pasted but is not what the composer shows');
  await wait(settleTime(shown, times));
  const again = await look(door, target, job.size, job.recognise);
  const forbidden = isRefusal(again) ? again : paneRefusal(again, target, job.now());
  if (forbidden !== null) return unconfirmed(`the text was pasted and not submitted: ${forbidden.reason}`);
  if (holdsText(again) === null) return unconfirmed('the composer changed before Enter');
  const action: Command[] = [['send-keys', '-t', target.pane, 'Enter']];
  const sent = await runGuarded(door, { target, conditions: TAKES_INPUT, action });
  if (sent === 'lost') return unconfirmed('tmux did not answer; Enter may have been sent');
  if (sent !== 'done') return unconfirmed('the text was pasted and the pane changed before Enter');
  const started = await watch(job, times.turnMs, (seen) => (turnStarted(seen, text) ? true : null));
  return started === true
    ? { outcome: 'submitted' }
    : unconfirmed('Enter was sent and no turn was seen to start');
}

function turnStarted(seen: Look | Refusal, text: string): boolean {
  if (isRefusal(seen) || seen.reading === null) return false;
  const { busy, composer, lastPrompt } = seen.reading;
  return busy || (composer.state !== 'draft' && standsFor(lastPrompt, text));
}
