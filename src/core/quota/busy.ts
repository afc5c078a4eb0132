import type { Block } from './blocks.js';
import { blockText } from './blocks.js';
import type { Footer } from './footer.js';
import { squeeze } from './screen-text.js';
import type { Scope } from './turn-scope.js';

export interface Busy {
  readonly reason: 'working' | 'retrying';
  readonly row: number;
  readonly text: string;
  /** While it retries: the error it met is one of login (2.1.150 names it, 2.1.330 does not). */
  readonly login: boolean;
}

const RETRY = /retryingin\d{1,5}(?:s|m|sec|second|minute)?/i;
const SPINNER = /…|retrying in \d|esc to interrupt/;

/** The spinner is the last thing above the composer but for its tip, lists, and queued messages. */
function spinnerOf(blocks: readonly Block[]): Block | null {
  for (let index = blocks.length - 1; index >= 0; index -= 1) {
    const block = blocks[index];
    if (block === undefined) return null;
    if (block.kind === 'status') return SPINNER.test(blockText(block)) ? block : null;
    const ofStatus =
      block.kind === 'result' && (block.owner?.kind === 'status' || block.owner?.kind === 'prompt');
    if (block.kind !== 'panel' && block.kind !== 'prompt' && !ofStatus) return null;
  }
  return null;
}

function retryOf(scope: Scope, spinner: Block | null): Block | null {
  const candidates = [spinner, scope.newest].filter((block) => block !== null);
  return candidates.find((block) => RETRY.test(squeeze(blockText(block)))) ?? null;
}

/** Whether a turn runs: a spinner, a retry, or `esc to interrupt` below the composer. */
export function busyOf(blocks: readonly Block[], scope: Scope, footer: Footer): Busy | null {
  const spinner = spinnerOf(blocks);
  if (spinner === null && !footer.interruptible) return null;
  const retry = retryOf(scope, spinner);
  const shown = retry ?? spinner ?? scope.newest;
  return {
    reason: retry === null ? 'working' : 'retrying',
    row: shown?.rows[0]?.row ?? 0,
    text: shown === null || shown === undefined ? 'esc to interrupt' : blockText(shown).slice(0, 160),
    login: retry !== null && /^(?:API ?Error[ :(]*)?40[13]\b|\/login|OAuth token/i.test(blockText(retry)),
  };
}
