import { isRecord } from '../json.js';

/** The part of a JSON object that is one itself, else {}. */
function partOf(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const part = isRecord(value) ? value[key] : undefined;
  return isRecord(part) ? part : {};
}

function words(value: unknown, max: number): string {
  return typeof value === 'string' ? value.slice(0, max) : '';
}

/** Where it comes from: the processes above the hook, nearest first, and the time, wall ms. */
export interface Sender {
  readonly pids: readonly number[];
  readonly nowMs: number;
}

type Json = Readonly<Record<string, unknown>>;

function common(input: Json, { pids, nowMs }: Sender): Json {
  return {
    session_id: input.session_id,
    transcript_path: input.transcript_path,
    pids,
    sent_at: nowMs,
    prompt_id: words(input.prompt_id, 100),
  };
}

/**
 * What of a hook's input (Claude Code 2.1.330) is told to the supervisor: no prompt, no tool, no directory. null when it is
 * an event that says nothing to us. Imports next to nothing: the agent waits for it.
 */
export function shrinkHook(input: unknown, sender: Sender): Json | null {
  if (!isRecord(input)) return null;
  const from = common(input, sender);
  switch (input.hook_event_name) {
    case 'StopFailure':
      return {
        ...from,
        event: 'StopFailure',
        error: words(input.error, 100),
        message: words(input.last_assistant_message, 300),
      };
    case 'Stop': {
      const tasks = input.background_tasks;
      return {
        ...from,
        event: 'Stop',
        background: Array.isArray(tasks) ? Math.min(tasks.length, 10_000) : 0,
      };
    }
    case 'SessionStart':
      return { ...from, event: 'SessionStart', source: words(input.source, 100) };
    default:
      return null;
  }
}

/** What of a status line's input (2.1.330) is told to the supervisor; it tells no usage before the first answer. null when it is no such input. */
export function shrinkStatusLine(input: unknown, sender: Sender): Json | null {
  if (!isRecord(input) || typeof input.session_id !== 'string') return null;
  const limits = partOf(input, 'rate_limits');
  const apiMs = partOf(input, 'cost').total_api_duration_ms;
  return {
    ...common(input, sender),
    event: 'statusline',
    api_ms: typeof apiMs === 'number' && apiMs >= 0 ? apiMs : null,
    five_hour: windowOf(limits.five_hour),
    seven_day: windowOf(limits.seven_day),
  };
}

function windowOf(value: unknown): Json | null {
  if (!isRecord(value) || typeof value.used_percentage !== 'number') return null;
  const used = Math.max(0, Math.min(100, value.used_percentage));
  const resets = value.resets_at;
  return { used_percentage: used, resets_at: typeof resets === 'number' && resets > 0 ? resets : null };
}
