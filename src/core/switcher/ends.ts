import type { Resume } from '../engine/state.js';
import type { Step } from '../engine/step.js';
import type { SessionEnd } from '../snapshot.js';

/** The session works again: by `continue` alone, or after a restart. */
export function isBack(resume: Resume): boolean {
  return resume.end === 'continued' || resume.end === 'restarted';
}

/** Something was typed or ended for it already and its outcome is awaited: nothing else is begun meanwhile. */
export function isUnderWay(resume: Resume): boolean {
  return resume.step !== 'ended' && resume.step !== 'queued';
}

/** Ends one session's way back. A repeated attempt that fails as before is not told again. */
export function endResume(step: Step, resume: Resume, end: SessionEnd, detail: string): void {
  step.patchResume(resume.session, { step: 'ended', end, detail, since: step.at, effect: null });
  const good = end === 'continued' || end === 'restarted' || end === 'working';
  if (!good && resume.tries > 0) return;
  step.tell(good ? 'good' : 'warn', `${resume.name}: ${end}${detail === '' ? '' : `, ${detail}`}`);
}

export function endAnswered(step: Step, resume: Resume): void {
  endResume(step, resume, resume.restarted ? 'restarted' : 'continued', '');
}

const COUNTED: readonly (readonly [string, readonly SessionEnd[]])[] = [
  ['continued', ['continued']],
  ['restarted', ['restarted']],
  ['left working', ['working']],
  ['still to follow', ['pending', 'typing']],
  ['left alone', ['draft', 'person-active', 'unconfirmed', 'pinned', 'asking', 'observed', 'gone']],
];

/** `2 sessions continued, 1 left working`. */
export function endsInWords(resumes: readonly Resume[]): string {
  const parts = COUNTED.flatMap(([word, ends]) => {
    const count = resumes.filter((resume) => ends.includes(resume.end)).length;
    return count === 0 ? [] : [{ count, word }];
  });
  if (parts.length === 0) return 'no session was concerned';
  return parts
    .map(({ count, word }, index) =>
      index > 0 ? `${count} ${word}` : `${count} ${count === 1 ? 'session' : 'sessions'} ${word}`,
    )
    .join(', ');
}
