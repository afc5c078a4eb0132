import type { LoggedRequest } from './mock-api.js';
import type { SeenFlip, World } from './world.js';

/** The last thing typed into its conversation is `continue`. */
export const isContinue = (request: LoggedRequest): boolean => request.prompts.at(-1) === 'continue';

const seconds = (from: number | undefined, to: number | undefined): string =>
  from === undefined || to === undefined ? '?' : ((to - from) / 1000).toFixed(1);

function figure(log: readonly LoggedRequest[], flip: SeenFlip): string {
  const refused = log.find(
    ({ answer, token, at }) => answer === 'limit' && token.includes(flip.from) && at < flip.at,
  );
  const answered = log.find(
    (request) =>
      request.main &&
      isContinue(request) &&
      (request.answer === 'text' || request.answer === 'tool') &&
      request.token.includes(flip.to) &&
      request.at > flip.at,
  );
  const toFlip = seconds(refused?.at, flip.at);
  return `${flip.from}→${flip.to}: limit→flip ${toFlip} s, flip→answer ${seconds(flip.at, answered?.at)} s`;
}

/** For each flip: from the first refused request on the account that was left, and to the first `continue` that was answered. */
export const figures = (world: World): readonly string[] =>
  world.flips.map((flip) => figure(world.api.log, flip));

const JOURNAL_ROWS = 12;

const iso = (at: number): string => new Date(at).toISOString();

/** What a failed story leaves to look at. */
export function evidence(world: World): string {
  const asked = world.api.log.filter((request) => request.main || request.answer === 'other');
  return [
    ...world.seats.map(({ name, pane }) => `--- screen of ${name}\n${pane.screen().trimEnd()}`),
    ...world.screensOfPool().map((screen) => `--- screen of ${screen.trimEnd()}`),
    '--- flips',
    ...world.flips.map(({ at, from, to }) => `${iso(at)} ${from}→${to}`),
    '--- requests',
    ...asked.map(
      ({ at, path, token, answer, prompts }) =>
        `${iso(at)} ${path} ${token} ${answer} ${JSON.stringify(prompts.at(-1) ?? '')}`,
    ),
    '--- log',
    world.product.log.trimEnd(),
    '--- journal',
    ...world.product.journal().trimEnd().split('\n').slice(-JOURNAL_ROWS),
  ].join('\n');
}
