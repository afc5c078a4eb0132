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
  /** The limit dialog is closed with Esc, whether it stands there or comes up while we type. */
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
  const shown = await bring(job, ready);
  if (shown !== 'dialog') return submit(job, shown);
  // 2.1.330 opens the limit dialog up to half a second after the limit line; it swallows what was pasted just before.
  return submit(job, await bring({ ...job, closeDialog: false }, await closeDialog(job)));
}

/** `empty`: paste; `ours`: an earlier paste was not submitted, its text still stands there. */
type Composer = 'empty' | 'ours' | Refusal;

async function openComposer(job: TypingJob): Promise<Composer> {
  const first = await look(job.door, job.target, job.size, job.recognise);
  if (!isRefusal(first) && isClosable(job, first)) {
    return paneRefusal(first, job.target, job.now()) ?? closeDialog(job);
  }
  return composerOf(job, first);
}

function isClosable(job: TypingJob, seen: Look): boolean {
  return job.closeDialog && seen.reading?.dialog?.type === 'rate-limit-options';
}

function composerOf(job: TypingJob, seen: Look | Refusal): Composer {
  if (isRefusal(seen)) return seen;
  const { reading } = seen;
  const refusal = paneRefusal(seen, job.target, job.now()) ?? screenRefusal(reading);
  if (refusal?.cause === 'draft' && reading !== null && sameText(reading.composer.text, job.text))
    return 'ours';
  return refusal ?? 'empty';
}

async function closeDialog(job: TypingJob): Promise<Composer> {
  const { door, target } = job;
  const sent = await runGuarded(door, {
    target,
    conditions: [...TAKES_INPUT, shows(DIALOG_WORDS)],
    action: [['send-keys', '-t', target.pane, 'Escape']],
  });
  if (sent !== 'done') return refused('dialog', 'the limit dialog changed before it could be closed');
  let last: Refusal = refused('dialog', 'the limit dialog did not close');
  const opened = await watch(job, job.times.showMs, (seen) => {
    const composer = composerOf(job, seen);
    if (typeof composer === 'string') return composer;
    last = composer;
    return null;
  });
  return opened ?? last;
}

/** The reading that shows our text in the composer; `dialog` when the limit dialog came instead. */
async function bring(job: TypingJob, composer: Composer): Promise<Reading | 'dialog' | TypeOutcome> {
  if (typeof composer !== 'string') return composer;
  const failed = composer === 'empty' ? await paste(job) : null;
  if (failed !== null) return failed;
  const shown = await watch(
    job,
    job.times.showMs,
    (seen) => holdsText(job, seen) ?? (!isRefusal(seen) && isClosable(job, seen) ? 'dialog' : null),
  );
  return shown ?? unconfirmed('the text was pasted but is not what the composer shows');
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

function holdsText(job: TypingJob, seen: Look | Refusal): Reading | null {
  if (isRefusal(seen) || seen.reading?.composer.state !== 'draft') return null;
  return standsFor(seen.reading.composer.text, job.text) ? seen.reading : null;
}

async function submit(job: TypingJob, shown: Reading | 'dialog' | TypeOutcome): Promise<TypeOutcome> {
  if (shown === 'dialog') return refused('dialog', 'the limit dialog opened again');
  if ('outcome' in shown) return shown;
  const { door, target, text, times } = job;
  await wait(settleTime(shown, times));
  const again = await look(door, target, job.size, job.recognise);
  const forbidden = isRefusal(again) ? again : paneRefusal(again, target, job.now());
  if (forbidden !== null) return unconfirmed(`the text was pasted and not submitted: ${forbidden.reason}`);
  if (holdsText(job, again) === null) return unconfirmed('the composer changed before Enter');
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
