import { join } from 'node:path';
import { type Act, AGENTS, TELLER } from './scenario.js';

const DAY_S = 86_400;

/** What the status line of the telling agent says after an answered request, as `claude-failover statusline` hands it on. */
export function statusLineOf(
  act: Extract<Act, { do: 'tell' }>,
  root: string,
  times: { readonly startMs: number; readonly nowMs: number },
): object {
  const conversation = AGENTS.find(({ name }) => name === TELLER)?.conversation ?? '';
  const resetsAtS = Math.floor(times.startMs / 1_000) + act.resetS;
  return {
    event: 'statusline',
    session_id: conversation,
    transcript_path: join(root, 'projects', TELLER, `${conversation}.jsonl`),
    sent_at: times.nowMs,
    api_ms: act.atS * 1_000,
    five_hour: { used_percentage: act.fiveHour, resets_at: resetsAtS },
    seven_day: { used_percentage: act.weekly, resets_at: resetsAtS + 3 * DAY_S },
  };
}
