import type { Dialog } from './reading.js';
import { WHEN } from './recognisers/grammar.js';
import { type ParsedReset, parseReset } from './reset-text.js';
import { type Row, rejoin, squeeze } from './screen-text.js';

interface Form {
  readonly type: Dialog['type'];
  /** Tested on the dialog's whole text without blanks. */
  readonly test: RegExp;
  /** What is asked, where the dialog's first line does not say it. */
  readonly title?: string;
}

const TRUST = 'Do you trust the files in this folder?';

/**
 * In this order: the first that fits names the dialog. Texts of 1.0.60 to 2.1.330. A permission dialog shows text of
 * commands and files: what is told by words anywhere comes behind it, what begins the dialog before it.
 */
const FORMS: readonly Form[] = [
  { type: 'transcript-view', test: /^showingdetailedtranscript/i },
  { type: 'rate-limit-options', test: /^whatdoyouwanttodo\?.{0,400}stopandwaitforlimittoreset/i },
  { type: 'usage', test: /^settings.{0,80}usage.{0,4000}(?:%used|currentsession|esctoclose)/i },
  { type: 'trust', test: /^(?:accessingworkspace:|doyoutrustthefilesinthisfolder\?)/i, title: TRUST },
  {
    type: 'startup',
    test: /^warning:claudecoderunninginbypasspermissionsmode/i,
    title: 'Accept Bypass Permissions mode?',
  },
  {
    type: 'startup',
    test: /^makeautomodeyourdefaultpermissionmode\?/i,
    title: 'Make auto mode your default permission mode?',
  },
  { type: 'startup', test: /^trythenewfullscreenrenderer\?/i, title: 'Try the new fullscreen renderer?' },
  {
    type: 'startup',
    test: /^detectedacustomapikey/i,
    title: 'Use the API key found in the environment?',
  },
  {
    type: 'permission',
    test: /doyouwantto[^?]{1,200}\?|wouldyouliketoproceed\?|requiresapproval|tabtoamend|^automodecan'tcheckactions/i,
  },
  { type: 'startup', test: /choosethetextstyle/i, title: 'Choose the text style (first start)' },
  { type: 'startup', test: /selectloginmethod/i, title: 'Select login method: nobody is logged in' },
  {
    type: 'startup',
    test: /browserdidn'topen\?.{0,2000}pastecodehere/i,
    title: 'Log in: paste the code of the web page',
  },
  { type: 'startup', test: /securitynotes:/i, title: 'Security notes: press Enter to continue' },
  { type: 'trust', test: /yes,itrustthis|trustthefiles|doyoutrust/i, title: TRUST },
  {
    type: 'startup',
    test: /resumefromsummary|bypasspermissionsmode.{0,400}yes,iaccept/i,
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
  const first = lines.find((line) => /[\p{L}\p{N}]/u.test(line)) ?? '';
  const form = FORMS.find((entry) => entry.test.test(text));
  const title = form?.title ?? rejoin([first]).slice(0, 120);
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
