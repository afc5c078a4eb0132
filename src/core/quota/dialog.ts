import type { Dialog } from './reading.js';
import { WHEN } from './recognisers/grammar.js';
import { type ParsedReset, parseReset } from './reset-text.js';
import { type Row, rejoin, squeeze } from './screen-text.js';

interface Form {
  readonly type: Dialog['type'];
  /** Tested on the dialog's whole text without blanks. */
  readonly test: RegExp;
}

/** In this order: the first that fits names the dialog. Texts of 1.0.60 to 2.1.330. */
const FORMS: readonly Form[] = [
  { type: 'transcript-view', test: /^showingdetailedtranscript/i },
  { type: 'rate-limit-options', test: /^whatdoyouwanttodo\?.{0,400}stopandwaitforlimittoreset/i },
  { type: 'usage', test: /^settings.{0,80}usage.{0,4000}(?:%used|currentsession|esctoclose)/i },
  {
    type: 'startup',
    test: /defaultpermissionmode\?|trustthefiles|doyoutrust|fullscreenrenderer|choosethetextstyle|selectloginmethod|resumefromsummary|securitynotes|bypasspermissionsmode.{0,400}yes,iaccept|detectedacustomapikey/i,
  },
  {
    type: 'permission',
    test: /doyouwantto[^?]{1,200}\?|wouldyouliketoproceed\?|requiresapproval|tabtoamend|^automodecan'tcheckactions/i,
  },
  { type: 'question', test: /typesomething|chataboutthis|entertoselect|submitanswers/i },
];

/** Signs that rows below a rule are a dialog at all. */
const CHOICE =
  /❯(?:\d{1,2}\.|yes|no)|esctocancel|entertoconfirm|esctoclose|entertoselect|esctogoback|escapetocancel/i;

/** Names what stands in the composer's place; null when nothing does, or nothing that looks like a dialog. */
export function dialogOf(panel: readonly Row[]): Dialog | null {
  const lines = panel.slice(0, 120).map((row) => row.text);
  const text = squeeze(lines.join(' ')).slice(0, 8000);
  if (text === '') return null;
  const title = rejoin([lines.find((line) => /[\p{L}\p{N}]/u.test(line)) ?? '']).slice(0, 120);
  const form = FORMS.find((entry) => entry.test.test(text));
  if (form !== undefined) return { type: form.type, title };
  return CHOICE.test(text) ? { type: 'other', title } : null;
}

const WAIT_OPTION = new RegExp(
  `waithere,thencontinueautomaticallyat(?<when>${WHEN})(?:\\d\\.|enterto|$)`,
  'i',
);

/** The reset in the limit dialog's own option `Wait here, then continue automatically at …` (2.1.330). */
export function dialogReset(panel: readonly Row[]): ParsedReset | null {
  const when = WAIT_OPTION.exec(squeeze(panel.map((row) => row.text).join(' ')))?.groups?.when;
  return when === undefined ? null : parseReset(when);
}
