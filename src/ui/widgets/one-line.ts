import type { View } from '../panels/panel.js';
import { type Line, lineWidth, span } from '../text/line.js';
import { plain } from '../text/plain.js';
import type { Modal, Question, UiState } from '../ui-state.js';
import { summaryLine } from './header.js';
import { askLine, type QuitNotice } from './question.js';

const KEYS: Line = [span('y/n ', 'accent', true)];
const GAP = 2;

interface Shown {
  readonly view: View;
  readonly width: number;
  readonly notice: QuitNotice;
  /** Of what is open and would be drawn below; null for nothing. */
  readonly title: string | null;
}

function asked(question: Question, { view, width, notice }: Omit<Shown, 'title'>): Line {
  return [...KEYS, ...askLine(question, { view, width: width - lineWidth(KEYS), notice })];
}

/** The question can be read whole on a screen of one line. What goes on without the dashboard may be cut: nothing is lost. */
export function asksWhole(question: Question, view: View, width: number): boolean {
  return (
    question.question === 'quit' || lineWidth(asked(question, { view, width, notice: () => null })) <= width
  );
}

function openLine(modal: Modal, shown: Shown): Line {
  const { view, width, title } = shown;
  const larger = (what: string): Line => [
    span('make the window larger', 'warn', true),
    span(` or leave by Esc: ${what}`, 'muted'),
  ];
  switch (modal.type) {
    case 'ask':
      return asksWhole(modal, view, width) ? asked(modal, shown) : larger('a question');
    case 'edit':
      if (modal.phase === 'adding') return [span('the task is being added', 'accent')];
      if (modal.phase === 'leaving') return [...KEYS, span('Throw away what you typed?', 'warn', true)];
      return larger('New task');
    case 'filter':
      return larger('filter');
    default:
      return larger(title ?? modal.type);
  }
}

/** All of a screen too small for more: what is open and waits for a key, else the answer to the last one, and the summary. */
export function oneLine({ modal, flash }: UiState, shown: Shown): Line {
  const { view, width } = shown;
  if (modal !== null) return openLine(modal, shown);
  if (flash === null) return summaryLine(view, width);
  const answer: Line = [span(plain(flash.text, view.look.glyphs.ascii), flash.tone, true)];
  const rest = width - lineWidth(answer) - GAP;
  return rest <= 0 ? answer : [...answer, span(' '.repeat(GAP)), ...summaryLine(view, rest)];
}
