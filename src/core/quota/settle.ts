import { ownText } from './blocks.js';
import type { Candidate } from './candidate.js';
import type { Reading, ScreenContext } from './reading.js';
import { parseReset, resolveReset } from './reset-time.js';
import type { ScreenView } from './screen-view.js';

/** The CLI's own words without a limit line in sight: it has scrolled away, or says something nobody knows. */
function fromInterface(
  found: Pick<Candidate, 'row' | 'text' | 'rule' | 'pattern' | 'when' | 'trust'>,
): Candidate {
  return { ...found, kind: 'unknown', at: 0, veto: null, source: 'interface' };
}

/** The notice alone may be of an earlier process: a resumed session draws it again without waiting (2.1.330). */
function fromNotice(view: ScreenView): Candidate | null {
  const { announcement, newest, done } = view.scope;
  const inSight = newest !== null && newest.kind !== 'headless';
  if (announcement === null || inSight || done !== null) return null;
  const { block, when } = announcement;
  return fromInterface({
    row: block.rows[0]?.row ?? 0,
    text: ownText(block),
    rule: 'limit-notice',
    pattern: 'Usage limit reached',
    when,
    trust: 'doubtful',
  });
}

function corroborated(view: ScreenView, found: Candidate | null): Candidate | null {
  const { corroboration } = view;
  if (corroboration === null) return null;
  const line = found?.source === 'sentence' && found.veto !== 'diff' && found.veto !== 'tool-output';
  if (!line) {
    const { row, text, rule, pattern } = corroboration;
    return fromInterface({ row, text, rule, pattern, when: null, trust: 'dated' });
  }
  return { ...found, veto: null, trust: found.trust === 'doubtful' ? 'dated' : found.trust };
}

/**
 * The footer and the dialog lift every doubt about the line's place; without them the line must stand on its own. Where
 * the turn came to its regular end, or met another error, below it, only the transcript tells: a reply that is the limit
 * line word by word is drawn like it, and the footer outlives a turn that a background task's end began (2.1.330).
 */
export function settle(view: ScreenView, found: Candidate | null): Candidate | null {
  const candidate = corroborated(view, found) ?? found ?? fromNotice(view);
  if (candidate === null || candidate.veto !== null) return candidate;
  if (view.corroboration === null && view.layout.composer.state === 'absent')
    return { ...candidate, veto: 'cut-off' };
  const otherwise = view.scope.done !== null || view.error !== null;
  return otherwise ? { ...candidate, trust: 'doubtful' } : candidate;
}

/** The reset the line prints, else the one of the footer or dialog; null when neither can be known. */
export function resetOf(
  view: ScreenView,
  candidate: Candidate | null,
  context: ScreenContext,
): number | null {
  const { corroboration, scope } = view;
  const shortly = corroboration?.rule === 'armed-footer' && scope.announcement?.shortly === true;
  const passed = corroboration?.shortly === true || shortly;
  const kind = candidate?.kind ?? 'unknown';
  const own = candidate?.when == null ? null : parseReset(candidate.when);
  for (const parsed of [own, corroboration?.reset ?? null]) {
    if (parsed === null) continue;
    const ms = resolveReset(parsed, { printedAtMs: context.capturedAtMs, zone: context.zone, kind, passed });
    if (ms !== null) return ms;
  }
  return null;
}

export function hitOf(
  view: ScreenView,
  candidate: Candidate | null,
  resetsAtMs: number | null,
): Reading['hit'] {
  if (candidate === null || candidate.veto !== null || view.busy !== null) return null;
  return candidate.trust === 'dated' && resetsAtMs !== null ? 'sure' : 'suspected';
}
