import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classify } from '../../src/core/quota/classify.js';
import { type AgentSandbox, agentSandbox } from '../support/agents.js';

/** What a capture's sidecar tells; times in unix seconds. */
interface Sidecar {
  readonly version: string;
  readonly reset_at_epoch: number;
  readonly captured_at_epoch: number;
  readonly tz: string;
  readonly cols: number;
}

/** 1.0.60 prints the hour alone, also when the reset is days ahead: the screen cannot tell the day. */
const DAY = 24 * 3_600_000;

type Kind = 'five-hour' | 'weekly' | 'opus' | 'sonnet' | 'spend';

/** Real captures that end in the refusal of the prompt `write tests for add()`, and the kind of their limit. */
const CAPTURES: readonly (readonly [string, Kind])[] = [
  ['1.0.60__usage-limit__5h-17min-kolkata', 'five-hour'],
  ['1.0.60__usage-limit__7d-3days-nooverage-hdr', 'weekly'],
  ['1.0.128__usage-limit__5h-2h-nooverage-hdr', 'five-hour'],
  ['1.0.128__usage-limit__7dopus-2days-utc', 'opus'],
  ['2.0.60__usage-limit__5h-2h-paris', 'five-hour'],
  ['2.0.60__usage-limit__5h-40cols-paris', 'five-hour'],
  ['2.1.50__usage-limit__5h-17min-kolkata', 'five-hour'],
  ['2.1.50__usage-limit__5h-2h-nooverage-hdr', 'five-hour'],
  ['2.1.50__usage-limit__5h-40cols-paris', 'five-hour'],
  ['2.1.150__usage-limit__5h-17min-kolkata', 'five-hour'],
  ['2.1.150__usage-limit__5h-2h-nooverage-hdr', 'five-hour'],
  ['2.1.150__usage-limit__7dopus-2days-utc', 'opus'],
  ['2.1.330__usage-limit__5h-15min-paris', 'five-hour'],
  ['2.1.330__usage-limit__5h-40cols', 'five-hour'],
  ['2.1.330__usage-limit__5h-tomorrow-paris', 'five-hour'],
  ['2.1.330__usage-limit__5h-autocontinue-off', 'five-hour'],
  ['2.1.330__usage-limit__7d-3days-paris', 'weekly'],
  ['2.1.330__usage-limit__7d-40cols', 'weekly'],
  ['2.1.330__usage-limit__7dsonnet-4days-kolkata', 'sonnet'],
  ['2.1.330__usage-limit__overage-claim', 'spend'],
];

const captureFile = (name: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../fixtures/screens/${name}`, import.meta.url)), 'utf8');

/**
 * The rows from the last prompt to the footer, without what a turn or a start-up notice decides: the word and seconds of a done
 * line, all that stands at the right of the footer, blanks at the end of a row.
 */
function rowsBelowPrompt(screen: string): readonly string[] {
  const rows = screen.trimEnd().split('\n');
  const first = rows.findLastIndex((row) => /^[❯>] write tests/.test(row));
  const footer = rows.findIndex((row, index) => index > first && /^ {2}(\? for|⏸)/.test(row));
  return rows.slice(first, footer < 0 ? undefined : footer + 1).map((row) =>
    row
      .replaceAll('\u00a0', ' ')
      .replace(/^ {2}\? for .*/, '  ?')
      .replace(/(\? for shortcuts).*/, '$1')
      .replace(/✻ \S+ for \d+s/, '✻')
      .trimEnd(),
  );
}

let sandbox: AgentSandbox;
beforeAll(async () => {
  sandbox = await agentSandbox();
});
afterAll(() => sandbox.end());

async function refusedScreen(capture: string, kind: Kind, sidecar: Sidecar): Promise<string> {
  const overage = capture.endsWith('nooverage-hdr') ? 'absent' : 'rejected';
  await sandbox.setAccounts({ work: { kind, overage, limitedUntil: sidecar.reset_at_epoch * 1000 } });
  const agent = await sandbox.start({
    name: capture.replaceAll('.', '-'),
    version: sidecar.version,
    cols: sidecar.cols,
    env: {
      TZ: sidecar.tz,
      FAKE_CLAUDE_CLOCK_OFFSET_MS: String(sidecar.captured_at_epoch * 1000 - Date.now()),
      FAKE_CLAUDE_AUTO_CONTINUE: capture.endsWith('autocontinue-off') ? '0' : '1',
    },
  });
  await agent.submit('write tests for add()');
  await agent.shows(/⎿/);
  return agent.hides(/esc to interrupt/);
}

describe('limit screens', () => {
  it.each(CAPTURES)('%s is drawn as captured, and classified so', async (capture, kind) => {
    const sidecar: Sidecar = JSON.parse(await captureFile(`${capture}.json`));
    const screen = await refusedScreen(capture, kind, sidecar);
    expect(rowsBelowPrompt(screen)).toEqual(rowsBelowPrompt(await captureFile(`${capture}.txt`)));
    const { tz, cols, captured_at_epoch: at, reset_at_epoch: reset } = sidecar;
    const reading = classify(screen, { capturedAtMs: at * 1000, zone: tz, cols });
    expect(reading).toMatchObject({ verdict: 'usage-limit', hit: 'sure' });
    const off = Math.abs((reading.limit?.resetsAtMs ?? 0) - reset * 1000);
    expect(sidecar.version === '1.0.60' ? off % DAY : off).toBeLessThan(60_000);
  });
});
