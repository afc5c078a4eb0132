import type { Binding, KeyContext } from '../keys/binding.js';
import { needsQuestion, refusal } from '../keys/in-modal.js';
import { mainBindings } from '../keys/main.js';
import { keyShown } from '../keys/names.js';
import { unquoted } from '../panels/hits.js';
import type { View } from '../panels/panel.js';
import { sized, wrap } from '../text/cells.js';
import { type Line, span } from '../text/line.js';
import { clockAhead, clockSeconds } from '../text/time.js';
import type { Modal } from '../ui-state.js';
import { accountWord, hitWord, MODE_HELP, modeWord, sessionWord } from '../words.js';

/** What stands in a modal's frame. `chosen`: index of the line that must stay in sight. */
export interface Content {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly chosen: number;
}

const KEYS_CELLS = 14;

function paragraph(text: string, width: number, first: Line, indent: string): readonly Line[] {
  return wrap(text, Math.max(10, width - indent.length)).map((part, index) => [
    ...(index === 0 ? first : [span(indent)]),
    span(part),
  ]);
}

function helpContent(view: View, context: KeyContext, width: number): Content {
  const { glyphs } = view.look;
  const known = (binding: Binding): boolean => binding.when?.(context) ?? true;
  const helped = mainBindings.filter((binding) => binding.help !== '');
  const lines = [...helped.filter(known), ...helped.filter((binding) => !known(binding))].flatMap(
    (binding) => {
      const keys = binding.keys.map((key) => keyShown(key, glyphs.ascii)).join(' ');
      const reason = known(binding) ? (binding.disabled?.(context) ?? null) : 'only while a swap is proposed';
      const help = binding.help.replaceAll('’', glyphs.ascii ? "'" : '’');
      const now = reason === null ? '' : ` (now: ${reason})`;
      const head = [span(sized(keys, KEYS_CELLS, glyphs.ellipsis), 'accent', true)];
      return paragraph(help + now, width, head, ' '.repeat(KEYS_CELLS));
    },
  );
  return { title: 'Help', lines, chosen: -1 };
}

/** The engine knows no zone: its instants become the clocks of this one. */
function localTimes(text: string, { now, zone }: View): string {
  return text.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (iso) => {
    const ms = Date.parse(iso);
    return ms > now ? clockAhead(ms, now, zone) : clockSeconds(ms, zone);
  });
}

function whyContent(modal: Extract<Modal, { type: 'why' }>, view: View, width: number): Content {
  const { glyphs } = view.look;
  const sentences = (texts: readonly string[]): readonly Line[] =>
    texts.length === 0
      ? [[span('No evidence was recorded.', 'muted')]]
      : texts
          .map((text) => localTimes(text, view))
          .flatMap((text) => paragraph(text, width, [span(`${glyphs.dot} `, 'muted')], '  '));
  if (modal.of === 'hit') {
    const hit = view.snapshot.hits.find((one) => one.id === modal.id);
    if (hit === undefined) return { title: 'Why', lines: [[span('This hit is gone.', 'muted')]], chosen: -1 };
    const head: Line = [
      hitWord(hit.state, glyphs),
      span(`  rule ${hit.rule}  pattern "${hit.pattern}"`, 'muted'),
    ];
    const quoted = paragraph(unquoted(hit.snippet), width, [span(`${glyphs.quote} `, 'faint')], '  ');
    return {
      title: `Why: hit on ${hit.session}`,
      lines: [head, ...quoted, ...sentences(hit.evidence)],
      chosen: -1,
    };
  }
  const session = view.snapshot.sessions.find((one) => one.id === modal.id);
  if (session === undefined)
    return { title: 'Why', lines: [[span('This session is gone.', 'muted')]], chosen: -1 };
  const facts = [session.kind, `pane ${session.pane}`, session.version ?? '', session.conversation ?? ''];
  const head: Line = [
    sessionWord(session, glyphs),
    span(`  ${facts.filter((fact) => fact !== '').join(` ${glyphs.dot} `)}`, 'muted'),
  ];
  return { title: `Why: ${session.name}`, lines: [head, ...sentences(session.why)], chosen: -1 };
}

/** `names`: the accounts' own names, in the snapshot's order; what is drawn may have lost control characters. */
function swapContent(modal: Extract<Modal, { type: 'swap' }>, view: View, names: readonly string[]): Content {
  const { snapshot, look } = view;
  const { glyphs } = look;
  const chosen = names.indexOf(modal.picked);
  const lines = snapshot.accounts.map((account, index): Line => {
    const no = refusal(account, snapshot.activeAccount);
    const asked = index === chosen && modal.asked;
    const why = asked
      ? `Swap to it anyway? y   ${account.why}`
      : no !== null
        ? `cannot: ${no}`
        : `${needsQuestion(account) ? 'asks once: ' : ''}${account.why}`;
    return [
      span(index === chosen ? `${glyphs.marker} ` : '  ', 'accent', true),
      span(
        `${sized(account.name, 14, glyphs.ellipsis)} `,
        index === chosen ? 'strong' : 'text',
        index === chosen,
      ),
      {
        ...accountWord(account, glyphs),
        text: sized(accountWord(account, glyphs).text, 18, glyphs.ellipsis),
      },
      span(account.name === snapshot.next.account ? ` next ${glyphs.arrow} ` : '  ', 'accent'),
      span(why, asked ? 'warn' : 'muted', asked),
    ];
  });
  return { title: 'Swap to which account?', lines, chosen };
}

function modeContent(modal: Extract<Modal, { type: 'mode' }>, view: View): Content {
  const { glyphs } = view.look;
  const modes = ['auto', 'confirm', 'observe'] as const;
  const lines = modes.map((mode): Line => {
    const chosen = mode === modal.picked;
    const now = mode === view.snapshot.mode ? '  (now)' : '';
    const word = modeWord(mode, glyphs);
    return [
      span(chosen ? `${glyphs.marker} ` : '  ', 'accent', true),
      { ...word, text: sized(word.text, 12, glyphs.ellipsis), bold: chosen },
      span(MODE_HELP[mode] + now, 'muted'),
    ];
  });
  return { title: 'Mode', lines, chosen: modes.indexOf(modal.picked) };
}

/** The lines of the open modal; null for none, and for a question, which stands in the status line. */
export function modalContent(view: View, context: KeyContext, width: number): Content | null {
  const { modal } = context.ui;
  if (modal === null || modal.type === 'ask') return null;
  if (modal.type === 'help') return helpContent(view, context, width);
  if (modal.type === 'why') return whyContent(modal, view, width);
  if (modal.type === 'mode') return modeContent(modal, view);
  const names = context.snapshot.accounts.map((account) => account.name);
  return swapContent(modal, view, names);
}
