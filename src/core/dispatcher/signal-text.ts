import { cleanText } from '../clean-text.js';
import type { TaskSignal } from './task.js';

const MAX_SHOWN = 500;

/** What a task says of itself in its signal file: nothing or `done`, or `failed` with why. null: neither of them. */
export function readSignal(text: string): Pick<TaskSignal, 'outcome' | 'text'> | null {
  const said = cleanText(text, MAX_SHOWN);
  if (said === '' || said === 'done') return { outcome: 'done', text: '' };
  const failed = /^failed(?:[\s:]+(.*))?$/.exec(said);
  return failed === null ? null : { outcome: 'failed', text: failed[1] ?? '' };
}
