import type { Finding, Level } from '../core/doctor/finding.js';
import type { Section } from '../core/doctor/index.js';
import { verdict } from '../core/doctor/verdict.js';
import { plain } from '../ui/text/plain.js';

/** Symbol, word and colour (SGR) of each level: never colour alone. */
const LOOK: Readonly<
  Record<Level, { readonly symbol: string; readonly ascii: string; readonly sgr: string }>
> = {
  ok: { symbol: '✔', ascii: '+', sgr: '32' },
  info: { symbol: '·', ascii: '-', sgr: '34' },
  warn: { symbol: '▲', ascii: '!', sgr: '33' },
  bad: { symbol: '✖', ascii: 'x', sgr: '31' },
};

export interface TextLook {
  readonly colour: boolean;
  readonly ascii: boolean;
}

const INDENT = ' '.repeat(9);

function findingLines(finding: Finding, look: TextLook): readonly string[] {
  const { symbol, ascii, sgr } = LOOK[finding.level];
  const text = (part: string): string => plain(part, look.ascii);
  const mark = `${look.ascii ? ascii : symbol} ${finding.level.padEnd(4)}`;
  const shown = look.colour ? `\u001b[${sgr}m${mark}\u001b[0m` : mark;
  const why = finding.why === '' ? '' : `: ${text(finding.why)}`;
  const mend = finding.mend === '' ? [] : [`${INDENT}${look.ascii ? '->' : '→'} ${text(finding.mend)}`];
  return [`  ${shown} ${text(finding.what)}${why}`, ...mend];
}

function sentence(sections: readonly Section[], look: TextLook): string {
  return plain(verdict(sections.flatMap(({ findings }) => findings)), look.ascii);
}

/** The report for people: a heading for each part, one line a finding, its mend below it, a sum at the end. */
export function doctorText(sections: readonly Section[], look: TextLook): string {
  const said = sections.filter(({ findings }) => findings.length > 0);
  const blocks = said.map(({ title, findings }) =>
    [title, ...findings.flatMap((finding) => findingLines(finding, look))].join('\n'),
  );
  return `${[...blocks, sentence(sections, look)].join('\n\n')}\n`;
}
