import { cleanText } from '../clean-text.js';
import type { Hit } from '../engine/state.js';

const SNIPPET_MAX = 120;

/** The forensic line of every detection, vetoed and deferred ones too. Scripted against: keys and order stay. */
export function forensicLine(
  hit: Pick<Hit, 'state' | 'sessionName' | 'pattern' | 'rule' | 'snippet'>,
): string {
  return (
    `[quota] verdict=${hit.state} trigger_session=${quoted(hit.sessionName)} pattern=${quoted(hit.pattern)} ` +
    `rule=${hit.rule} snippet=${quoted(cleanText(hit.snippet, SNIPPET_MAX))}`
  );
}

export const COOLDOWN_LINE = '[quota] swap cooldown active';

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
