import { hourAhead, type Start } from '../lab.js';
import { type Claim, limit, type Overage } from '../mock-replies.js';
import { ask, LIMIT, MANUAL, type Scene, scene } from './scene.js';

interface Refusal {
  readonly claim: Claim;
  /** Hours until the reset; null sends no reset header. */
  readonly hours: number | null;
  readonly overage?: Overage;
  readonly notes?: string;
  readonly start?: Omit<Start, 'version'>;
}

/** One prompt, one refusal, one capture. */
const refused = (variant: string, refusal: Refusal): Scene =>
  scene(`limit-${variant}`, async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL, ...refusal.start });
    const resetAt = refusal.hours === null ? null : hourAhead(refusal.hours);
    lab.api.setMode('dummy-A', limit(refusal.claim, resetAt, refusal.overage));
    await ask(cli, 'fix the failing test', (screen) => LIMIT.test(screen));
    lab.shot('usage-limit', variant, { label: 'usage-limit', resetAt, notes: refusal.notes ?? '' });
  });

const WIDTHS = [40, 60, 80, 120, 200, 300];

const widths = WIDTHS.flatMap((cols) => [
  refused(`5h-w${cols}`, { claim: 'five_hour', hours: 2, start: { cols } }),
  refused(`7d-w${cols}`, { claim: 'seven_day', hours: 72, start: { cols } }),
]);

const pro = { login: { name: 'A', subscription: 'pro' } } as const;
const noOverage: Overage = { status: null };

export const limits: readonly Scene[] = [
  ...widths,
  refused('5h-w40-newyork', { claim: 'five_hour', hours: 2, start: { cols: 40, tz: 'America/New_York' } }),
  refused('5h-w50-losangeles', {
    claim: 'five_hour',
    hours: 2,
    start: { cols: 50, tz: 'America/Los_Angeles' },
  }),
  refused('7d-w50-buenosaires', {
    claim: 'seven_day',
    hours: 72,
    start: { cols: 50, tz: 'America/Argentina/Buenos_Aires' },
  }),
  refused('5h-h10', { claim: 'five_hour', hours: 2, start: { rows: 10 }, notes: '10 rows' }),
  refused('5h-h10-w40', { claim: 'five_hour', hours: 2, start: { rows: 10, cols: 40 }, notes: '10 rows' }),
  refused('7d-h10', { claim: 'seven_day', hours: 72, start: { rows: 10 }, notes: '10 rows' }),
  refused('7d-h14', { claim: 'seven_day', hours: 72, start: { rows: 14 }, notes: '14 rows' }),
  refused('5h-no-reset', { claim: 'five_hour', hours: null, notes: 'no reset header' }),
  refused('7d-no-reset', { claim: 'seven_day', hours: null, notes: 'no reset header' }),
  refused('opus-no-reset', { claim: 'seven_day_opus', hours: null, notes: 'no reset header' }),
  refused('5h-pro', { claim: 'five_hour', hours: 2, start: pro }),
  refused('5h-pro-no-overage-headers', { claim: 'five_hour', hours: 2, overage: noOverage, start: pro }),
  refused('7d-pro', { claim: 'seven_day', hours: 72, start: pro }),
  refused('7d-pro-no-overage-headers', { claim: 'seven_day', hours: 72, overage: noOverage, start: pro }),
  refused('opus-4h', { claim: 'seven_day_opus', hours: 4 }),
  refused('opus-50h', { claim: 'seven_day_opus', hours: 50 }),
  refused('opus-50h-w60', { claim: 'seven_day_opus', hours: 50, start: { cols: 60 } }),
  refused('sonnet-4h', { claim: 'seven_day_sonnet', hours: 4 }),
  refused('sonnet-50h', { claim: 'seven_day_sonnet', hours: 50 }),
  refused('unknown-claim-4h', { claim: 'one_month', hours: 4, notes: 'a claim this version does not know' }),
  refused('overage-4h', { claim: 'overage', hours: 4 }),
  refused('overage-200h', { claim: 'overage', hours: 200 }),
  refused('5h-out-of-credits', {
    claim: 'five_hour',
    hours: 2,
    overage: { status: 'rejected', disabledReason: 'out_of_credits' },
  }),
  refused('7d-out-of-credits', {
    claim: 'seven_day',
    hours: 72,
    overage: { status: 'rejected', disabledReason: 'out_of_credits' },
  }),
  refused('7d-org-spend-cap-team', {
    claim: 'seven_day',
    hours: 72,
    overage: { status: 'rejected', disabledReason: 'org_spend_cap_reached' },
    start: { login: { name: 'A', subscription: 'team' } },
  }),
  refused('5h-autocontinue-off', {
    claim: 'five_hour',
    hours: 2,
    start: { settings: { autoContinueAtUsageLimit: false, permissions: { defaultMode: 'default' } } },
  }),
  refused('5h-plan-mode', {
    claim: 'five_hour',
    hours: 2,
    start: { args: ['--permission-mode', 'plan'] },
    notes: 'plan mode',
  }),
  refused('7d-plan-mode', {
    claim: 'seven_day',
    hours: 72,
    start: { args: ['--permission-mode', 'plan'] },
    notes: 'plan mode',
  }),
  refused('5h-bypass', {
    claim: 'five_hour',
    hours: 2,
    start: { args: ['--dangerously-skip-permissions'] },
    notes: 'bypass permissions mode',
  }),
  refused('5h-auto-mode', {
    claim: 'five_hour',
    hours: 2,
    start: { settings: {} },
    notes: "the version's own default permission mode",
  }),
  refused('5h-light-theme', {
    claim: 'five_hour',
    hours: 2,
    start: { settings: { theme: 'light', permissions: { defaultMode: 'default' } } },
  }),
];
