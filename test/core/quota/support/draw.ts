/** Draws screens the way the CLI does, for cases of which no capture exists. Now: 2026-11-22 08:00 UTC. */
export const NOW_MS = Date.UTC(2026, 10, 22, 8, 0, 0);
export const CONTEXT = { capturedAtMs: NOW_MS, zone: 'Europe/Paris' };
export const LIMIT = "You've hit your 5-hour limit · resets 11am (Europe/Paris)";
/** 11am in Paris on that day. */
export const LIMIT_RESET_MS = Date.UTC(2026, 10, 22, 10, 0, 0);

const RULE = '─'.repeat(100);
export const ARMED = [
  '  ⚠ Usage limit reached · limit resets 11am',
  '    Continuing automatically at 11am · Esc to cancel',
];
export const IDLE_FOOTER = ['  ⏸ manual mode on · ? for shortcuts'];

export interface Drawing {
  /** Rows of the transcript. */
  readonly body: readonly string[];
  /** Rows in the input box, without the mark. */
  readonly draft?: readonly string[];
  readonly footer?: readonly string[];
  /** Rows in the place of the input box. */
  readonly dialog?: readonly string[];
}

export function draw({ body, draft = [''], footer = IDLE_FOOTER, dialog }: Drawing): string {
  const top = [
    ' ▐▛███▛█   Claude Code v2.1.150',
    '▝▜██████▀  Opus 4.7 · Claude Max',
    ' ▝▝   ▝▝   /home/u/src/code/demo',
    '',
  ];
  if (dialog !== undefined) return [...top, ...body, '', RULE, ...dialog].join('\n');
  const input = draft.map((row, index) => (index === 0 ? `❯\u00a0${row}` : `  ${row}`));
  return [...top, ...body, '', RULE, ...input, RULE, ...footer].join('\n');
}

export const LIMIT_DIALOG = [
  '  What do you want to do?',
  '',
  '  ❯ 1. Stop and wait for limit to reset',
  '    2. Wait here, then continue automatically at 11am',
  '    3. Switch to usage credits',
  '',
  '  Enter to confirm · Esc to cancel',
];
