import { type Block, ownText } from './blocks.js';
import { type Candidate, candidateOf } from './candidate.js';
import { evidenceOf } from './evidence.js';
import { limitSentence } from './limit-text.js';
import { isNotice } from './notice.js';
import { placeVeto } from './place.js';
import type { Banner, Reading, ScreenContext, Veto } from './reading.js';
import { snippetAround } from './screen-text.js';
import { type ScreenView, viewOf } from './screen-view.js';
import { hitOf, resetOf, settle } from './settle.js';
import { verdictOf } from './verdict.js';

function occurrences(view: ScreenView, candidate: Candidate): number {
  const same = view.blocks.filter(
    (block) =>
      block.kind === 'result' && placeVeto(block) === null && limitSentence(block)?.text === candidate.text,
  );
  return Math.max(1, same.length);
}

function bannerOf(view: ScreenView, candidate: Candidate | null, resetsAtMs: number | null): Banner | null {
  if (candidate === null) return null;
  const { kind, text, rule, pattern } = candidate;
  const announced = view.scope.announcement?.armed === true;
  return {
    kind,
    resetsAtMs,
    text,
    prompt: ownText(view.scope.prompt),
    occurrences: occurrences(view, candidate),
    rule,
    pattern,
    snippet: snippetAround(text, candidate.at),
    armed: view.footer.armed !== null || (announced && candidate.veto === null && view.busy === null),
  };
}

function vetoesOf(view: ScreenView, candidate: Candidate | null): Veto[] {
  const vetoes: Veto[] = [];
  if (candidate === null) return view.footer.warning === null ? [] : ['warning-only'];
  if (candidate.veto !== null) vetoes.push(candidate.veto);
  if (view.busy !== null) vetoes.push(view.busy.reason);
  return vetoes;
}

/** What the agent itself wrote: not the interface's tips, queued messages and notices. */
function isOutput(block: Block): boolean {
  if (block.kind === 'bullet') return !isNotice(block);
  if (block.kind === 'result')
    return block.owner?.kind !== 'status' && !(block.lines[0] ?? '').startsWith('Queued ·');
  return block.kind === 'group';
}

/** The last line of the agent's output: what a person would read first. */
function lastLine(blocks: readonly Block[]): string {
  const block = blocks.findLast(isOutput);
  return (block?.lines[block.lines.length - 1] ?? '').slice(0, 300);
}

function versionOf(view: ScreenView): string | null {
  for (const row of view.layout.body) {
    const version = /Claude Code v(\d{1,3}\.\d{1,3}\.\d{1,5})/.exec(row.text)?.[1];
    if (version !== undefined) return version;
  }
  return null;
}

/**
 * Reads one captured screen (`capture-pane -p`, plain or with SGR sequences), speaking of the pane alone. Never throws;
 * time is linear in the screen's size, and rows beyond any terminal's are cut.
 *
 * `hit: sure` is a limit line in a real limit's place, or the armed footer or limit dialog of the CLI itself, with nothing
 * running, no veto, no sign that the turn ended otherwise, and a reset time. `suspected` is the same without these, the
 * CLI's notice alone, or a phrase of `context.patterns`.
 */
export function classify(screen: string, context: ScreenContext): Reading {
  const view = viewOf(screen);
  const candidate = settle(view, candidateOf(view, context.patterns ?? []));
  const resetsAtMs = resetOf(view, candidate, context);
  const hit = hitOf(view, candidate, resetsAtMs);
  const { verdict, rule } = verdictOf(view, hit !== null);
  return {
    verdict,
    hit,
    limit: hit === null || candidate === null ? null : { kind: candidate.kind, resetsAtMs },
    vetoes: vetoesOf(view, candidate),
    evidence: evidenceOf(view, candidate, rule),
    banner: bannerOf(view, candidate, resetsAtMs),
    composer: view.layout.composer,
    dialog: view.dialog,
    busy: view.busy !== null,
    lastPrompt: ownText(view.scope.prompt),
    lastLine: lastLine(view.blocks),
    version: versionOf(view),
  };
}
