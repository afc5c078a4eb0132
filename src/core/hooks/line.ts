import { cleanText } from '../clean-text.js';
import { valueAt } from '../json.js';
import { DAY } from '../time.js';

/** What the supervisor adds to the status line: the session's account, and what goes on. */
export interface LineReply {
  readonly account: string;
  readonly state: string;
  /** When that ends, wall ms: the line stands until it is drawn again, so it says no remainders. */
  readonly untilMs: number | null;
}

export interface LineLook {
  readonly color: boolean;
  /** Wall ms. */
  readonly nowMs: number;
}

const TONES = { muted: '2', good: '32', warn: '33', bad: '31' } as const;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

function text(value: unknown, max = 40): string {
  return typeof value === 'string' ? cleanText(value, max) : '';
}

/**
 * One line for Claude Code's status line, of its own input (2.1.330) and of what the supervisor answered:
 * `Opus 5.5 · shop · work · 5h 40% until 11:00 · week 42% until Wed 13:00 · cooldown until 10:04`. Parts that are not known are left out.
 */
export function lineText(input: unknown, reply: LineReply | null, look: LineLook): string {
  const directory =
    text(valueAt(input, ['workspace', 'current_dir']), 4_096) || text(valueAt(input, ['cwd']), 4_096);
  const parts = [
    text(valueAt(input, ['model', 'display_name'])),
    cleanText(directory.split('/').at(-1) ?? '', 40),
    reply === null ? '' : text(reply.account),
    use('5h', valueAt(input, ['rate_limits', 'five_hour']), look),
    use('week', valueAt(input, ['rate_limits', 'seven_day']), look),
    reply === null || reply.state === '' ? '' : toned(stateText(reply, look), 'warn', look),
  ];
  return parts.filter((part) => part !== '').join(toned(' · ', 'muted', look));
}

function stateText({ state, untilMs }: LineReply, { nowMs }: LineLook): string {
  const until = untilMs === null ? '' : clock(untilMs, nowMs);
  return until === '' ? text(state, 80) : `${text(state, 80)} until ${until}`;
}

function use(name: string, window: unknown, look: LineLook): string {
  const used = valueAt(window, ['used_percentage']);
  if (typeof used !== 'number' || !Number.isFinite(used)) return '';
  const percent = Math.max(0, Math.min(100, Math.round(used)));
  const tone = percent >= 95 ? 'bad' : percent >= 80 ? 'warn' : 'good';
  const resets = valueAt(window, ['resets_at']);
  const until = typeof resets === 'number' ? clock(resets * 1_000, look.nowMs) : '';
  return `${name} ${toned(`${percent}%`, tone, look)}${until === '' ? '' : ` until ${until}`}`;
}

/** `11:00`, `Wed 13:00` when it is not within a day; '' when that time is over or makes no sense. In this process's zone. */
function clock(ms: number, nowMs: number): string {
  if (!(ms > nowMs) || ms - nowMs > 40 * DAY) return '';
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return ms - nowMs < DAY ? time : `${WEEKDAYS[date.getDay()] ?? ''} ${time}`;
}

function toned(words: string, tone: keyof typeof TONES, { color }: LineLook): string {
  return color && words !== '' ? `\u001b[${TONES[tone]}m${words}\u001b[0m` : words;
}
