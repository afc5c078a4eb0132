import type { Lab, Start } from '../lab.js';
import type { Pane } from '../pane.js';

/** One story told to the real CLI, with the captures it yields. */
export interface Scene {
  readonly name: string;
  run(lab: Lab, version: string): Promise<void>;
}

export const scene = (name: string, run: Scene['run']): Scene => ({ name, run });

/** Shell commands run without a question. */
export const ALLOW_BASH: Pick<Start, 'settings'> = {
  settings: { permissions: { defaultMode: 'default', allow: ['Bash'] } },
};

/** Every command is asked for. */
export const MANUAL: Pick<Start, 'settings'> = { settings: { permissions: { defaultMode: 'default' } } };

/** Any version's way of saying that a limit is reached. */
export const LIMIT = /You've\s+hit\s+your|limit\s+reached|Limit\s+reached|out\s+of\s+usage|Spending\s+cap/;

/** Any version's way of saying that it works. */
export const WORKING = /esc\s+to\s+interrupt|…\s*\(\d+s/;

/** Sends a prompt and waits until a screen that `test` accepts has come to rest. */
export async function ask(
  cli: Pane,
  words: string,
  test: RegExp | ((screen: string) => boolean),
): Promise<string> {
  await cli.say(words);
  await cli.until(String(test), test, 60_000);
  return cli.settle();
}

/** The limit line as 2.1.330 prints it; stories are written with it and told in the running version's own words. */
export const LINE = "You've hit your 5-hour limit · resets 11am (Europe/Paris)";

const WORDING: readonly (readonly [RegExp, string])[] = [
  [/^1\.0\.[0-9]{1,2}$/, 'Claude AI usage limit reached|1795341600'],
  [/^1\./, 'Session limit reached ∙ resets 11am'],
  [/^2\.0\./, '5-hour limit reached · resets 11am (Europe/Paris)'],
  [/^2\.1\.([0-9]{1,2}|1[0-9]{2})$/, "You've hit your session limit · resets 11am (Europe/Paris)"],
];

/** `words` with the limit line as this version would print it. */
export const inWordsOf = (version: string, words: string): string =>
  words.replaceAll(LINE, WORDING.find(([versions]) => versions.test(version))?.[1] ?? LINE);
