import { WHEN } from './recognisers/grammar.js';
import { type ParsedReset, parseReset } from './reset-text.js';
import { type Row, squeeze } from './screen-text.js';

/** What the rows below the composer say. */
export interface Footer {
  /** 2.1.330 and its like wait for the reset by themselves. `when`: the time as printed, null when not to be read. */
  readonly armed: {
    readonly when: ParsedReset | null;
    readonly shortly: boolean;
    readonly row: Row;
    readonly text: string;
  } | null;
  /** `esc to interrupt`: a turn runs. */
  readonly interruptible: boolean;
  readonly loggedOut: Row | null;
  readonly warning: Row | null;
}

const ARMED = new RegExp(
  `^⚠?usagelimitreached·(?:limitresets(?:at)?(?<when>${WHEN}))?·?continuing(?:(?<shortly>shortly)|automatically(?:at(?<at>${WHEN}))?[a-z ]{0,30}?)·esc(?:ortype)?tocancel`,
  'i',
);
/** The hints of an armed wait stand in the first rows, at 40 columns in four. */
const ARMED_ROWS = 6;
const WARNING = /^(?:you'veused\d{1,3}%ofyour|approachingusagelimit|approachingyour)/i;
/** 1.0.60 and 2.0.60 have it of an API key, later ones of the login. */
const LOGGED_OUT = /^(?:notloggedin|missingapikey)·run\/login/i;

/** The row's parts: hints at the left, notices at the right, far apart. */
function segments(row: Row): string[] {
  return row.text.trim().split(/ {3,}/).map(squeeze);
}

function armedIn(rows: readonly Row[]): Footer['armed'] {
  const shown = rows.filter((row) => row.text !== '').slice(0, ARMED_ROWS);
  const first = shown[0];
  if (first === undefined || !/^⚠|^usagelimitreached/i.test(squeeze(first.text.slice(0, 40)))) return null;
  const left = shown.map((row) => row.text.trim().split(/ {3,}/)[0] ?? '');
  const groups = ARMED.exec(squeeze(left.join(' ')))?.groups;
  if (groups === undefined) return null;
  const printed = groups.when ?? groups.at;
  return {
    when: printed === undefined ? null : parseReset(printed),
    shortly: groups.shortly !== undefined,
    row: first,
    text: `Usage limit reached · limit resets ${printed ?? ''}`.trim(),
  };
}

/** Wrapped hints of both columns, each rejoined: a narrow pane breaks them anywhere. */
function columns(rows: readonly Row[]): string[] {
  const parts = rows.map(segments);
  const right = parts.filter((part) => part.length > 1).map((part) => part[part.length - 1] ?? '');
  return [parts.map((part) => part[0] ?? '').join(''), right.join('')];
}

export function footerOf(footer: readonly Row[]): Footer {
  const rows = footer.slice(0, 40);
  const find = (pattern: RegExp): Row | null =>
    rows.find((row) => segments(row).some((text) => pattern.test(text))) ?? null;
  const joined = columns(rows);
  const wrapped = (pattern: RegExp): Row | null =>
    joined.some((text) => pattern.test(text)) ? (rows[0] ?? null) : null;
  return {
    armed: armedIn(rows),
    interruptible: [squeeze(rows.map((row) => row.text).join('')), ...joined].some((text) =>
      /esctointerrupt/i.test(text),
    ),
    loggedOut: find(LOGGED_OUT) ?? wrapped(LOGGED_OUT),
    warning: find(WARNING) ?? wrapped(WARNING),
  };
}
