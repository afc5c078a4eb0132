import { hourAhead, type Lab } from '../lab.js';
import { bash, limit, text } from '../mock-replies.js';
import { ALLOW_BASH, ask, inWordsOf, LIMIT, LINE, MANUAL, type Scene, scene } from './scene.js';

const mains = (lab: Lab): number => lab.api.log.filter((request) => request.main).length;

const midTurn = (
  variant: string,
  command: string,
  say: string | undefined,
  size: { cols?: number } = {},
): Scene =>
  scene(`mid-turn-${variant}`, async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH, ...size });
    const resetAt = hourAhead(2);
    lab.api.enqueue('dummy-A', bash(inWordsOf(version, command), say));
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(cli, 'run the tests and fix what fails', (screen) => LIMIT.test(screen) && mains(lab) > 1);
    lab.shot('usage-limit', `5h-mid-turn-${variant}`, {
      label: 'usage-limit',
      resetAt,
      notes: `429 limit on the request after a Bash tool ran (${command})`,
    });
  });

const toolLine = (variant: string, command: string, last: string, size: { cols?: number } = {}): Scene =>
  scene(`tool-${variant}`, async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH, ...size });
    lab.api.enqueue('dummy-A', bash(inWordsOf(version, command)));
    lab.api.setMode('dummy-A', text(last));
    await ask(cli, 'run it', (screen) => LIMIT.test(screen) && mains(lab) > 1);
    lab.shot('lookalike', `tool-last-block-${variant}`, {
      label: 'lookalike',
      notes: `tool output is the limit line; the model's answer after it was ${JSON.stringify(last)}; idle`,
    });
  });

const bashMode = (variant: string, command: string, size: { cols?: number } = {}): Scene =>
  scene(`bash-mode-${variant}`, async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL, ...size });
    lab.api.setMode('dummy-A', text(''));
    cli.keys('-l', '!');
    await cli.settle();
    cli.type(inWordsOf(version, command));
    await cli.settle();
    cli.keys('Enter');
    await cli.until('its output', (screen) => screen.split('limit').length > 2);
    await cli.settle();
    lab.shot('lookalike', `bash-mode-${variant}`, {
      label: 'lookalike',
      notes: `the person's own ! ${command}; the model answered nothing; no refusal was sent`,
    });
  });

export const turns: readonly Scene[] = [
  midTurn('after-tool', 'echo one; echo two', 'I will run the tests.'),
  midTurn('after-tool-silent', 'echo one', undefined),
  midTurn('after-tool-no-output', 'true', 'I will run it.'),
  midTurn('after-tool-failed', 'echo "2 tests failed"; exit 1', 'I will run it.'),
  midTurn('after-tool-long', 'seq 1 60', 'Counting first.'),
  midTurn('after-tool-limit-text', `echo "${LINE}"`, 'Looking at the fixture.'),
  midTurn('after-tool-60cols', 'echo one; echo two', 'I will run the tests.', { cols: 60 }),
  midTurn('after-tool-40cols', 'echo one; echo two', 'I will run the tests.', { cols: 40 }),
  scene('mid-turn-two-tools', async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH });
    const resetAt = hourAhead(2);
    lab.api.enqueue('dummy-A', bash('echo one', 'First.'), bash('echo two', 'Second.'));
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(cli, 'run both', (screen) => LIMIT.test(screen) && mains(lab) > 2);
    lab.shot('usage-limit', '5h-mid-turn-two-tools', {
      label: 'usage-limit',
      resetAt,
      notes: 'limit after two tool rounds',
    });
  }),
  scene('mid-turn-weekly', async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH });
    const resetAt = hourAhead(72);
    lab.api.enqueue('dummy-A', bash('echo one; echo two', 'I will run the tests.'));
    lab.api.setMode('dummy-A', limit('seven_day', resetAt));
    await ask(cli, 'run the tests', (screen) => LIMIT.test(screen) && mains(lab) > 1);
    lab.shot('usage-limit', '7d-mid-turn-after-tool', {
      label: 'usage-limit',
      resetAt,
      notes: 'weekly limit after a Bash tool ran',
    });
  }),
  toolLine('empty-answer', `echo "${LINE}"`, ''),
  toolLine('one-word', `echo "${LINE}"`, 'Done.'),
  toolLine(
    'two-lines-empty-answer',
    `echo "${LINE}"; echo "     /usage-credits to finish what you’re working on."`,
    '',
  ),
  toolLine(
    'armed-notice-empty-answer',
    `printf '%s\\n' "${LINE}" "" "● Usage limit reached · set to continue automatically at 11am"`,
    '',
  ),
  toolLine('nested-connector-empty-answer', `printf '%s\\n' "one" "  ⎿  ${LINE}"`, ''),
  toolLine('empty-answer-60cols', `echo "${LINE}"`, '', { cols: 60 }),
  toolLine('empty-answer-40cols', `echo "${LINE}"`, '', { cols: 40 }),
  bashMode('limit-line', `echo "${LINE}"`),
  bashMode('limit-line-40cols', `echo "${LINE}"`, { cols: 40 }),
  bashMode(
    'limit-screen',
    `printf '%s\\n' "${LINE}" "" "● Usage limit reached · set to continue automatically at 11am"`,
  ),
];
