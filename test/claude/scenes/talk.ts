import { hourAhead } from '../lab.js';
import { httpError, incident500, limit, overloaded529, plain429, type Reply, text } from '../mock-replies.js';
import { ask, inWordsOf, LIMIT, LINE, MANUAL, type Scene, scene } from './scene.js';

const ENDED = /✻|⎿|●|⏺/;

const LONG_500: Reply = httpError(
  500,
  'api_error',
  'Internal server error: upstream returned {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization\'s rate limit of 400,000 input tokens per minute. Usage limit reached, resets 11am (Europe/Paris). Please reduce the prompt length or try again later."},"request_id":"req_011CZincident"} after 3 attempts',
);

const failed = (variant: string, reply: Reply, notes: string, cols = 100): Scene =>
  scene(`error-${variant}`, async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL, cols });
    lab.api.setMode('dummy-A', reply);
    await ask(cli, 'fix the failing test', /API Error|API error(?!.*retrying)/);
    await cli.until('the end of the retries', (screen) => !/retrying|Retrying/.test(screen), 60_000);
    await cli.settle();
    lab.shot('transient', variant, { label: 'transient-error', notes });
  });

const replied = (variant: string, words: string, undecidable: boolean, cols = 100): Scene =>
  scene(`reply-${variant}`, async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL, cols });
    lab.api.enqueue('dummy-A', text(inWordsOf(version, words)));
    await cli.say('what did it print');
    await cli.until('the end of the turn', () => lab.api.log.some((request) => request.main));
    await cli.until('the reply', ENDED);
    await cli.settle();
    lab.shot('lookalike', `reply-${variant}`, {
      label: 'lookalike',
      undecidable,
      notes: 'an ordinary reply of the model',
    });
  });

const errors: readonly Scene[] = [
  failed('http500-incident', incident500(), '500 whose text says usage limit reached'),
  failed('http500-json-long', LONG_500, '500 with an embedded rate_limit_error, long enough to wrap'),
  failed('http500-json-long-w60', LONG_500, '500 with an embedded rate_limit_error, long enough to wrap', 60),
  failed('http500-json-long-w40', LONG_500, '500 with an embedded rate_limit_error, long enough to wrap', 40),
  failed('http500-limit-line', httpError(500, 'api_error', LINE), '500 whose message is the limit line'),
  failed('http529-w60', overloaded529(), '529', 60),
  failed('plain429-w60', plain429(), '429 without unified headers', 60),
  failed('plain429-w40', plain429(), '429 without unified headers', 40),
  scene('errors-then-limit', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    lab.api.setMode('dummy-A', incident500());
    await ask(cli, 'first try', /API Error/);
    await cli.until('the end of the retries', (screen) => !/retrying/i.test(screen), 60_000);
    await ask(
      cli,
      'second try',
      (screen) => (screen.match(/API Error/g) ?? []).length > 1 && !/retrying/i.test(screen),
    );
    const resetAt = hourAhead(2);
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(cli, 'third try', (screen) =>
      /⎿\s+(You've|5-hour|Limit|Claude usage|Session|Spending)/.test(screen),
    );
    lab.shot('usage-limit', '5h-after-two-500', {
      label: 'usage-limit',
      resetAt,
      rows: true,
      notes: 'two 500 whose text says limit, then a real limit',
    });
  }),
  scene('limit-then-500', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    lab.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
    await ask(cli, 'fix the failing test', LIMIT);
    lab.api.setMode('dummy-A', text('The test passes now.'));
    await ask(cli, 'continue', /passes now/);
    lab.api.setMode('dummy-A', incident500());
    await ask(cli, 'the next one', (screen) => /API Error/.test(screen) && !/retrying/i.test(screen));
    lab.shot('transient', 'http500-after-old-limit', {
      label: 'transient-error',
      rows: true,
      notes: 'limit, continue answered, then a 500',
    });
  }),
  scene('limit-then-500-at-once', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    lab.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
    await ask(cli, 'fix the failing test', LIMIT);
    lab.api.setMode('dummy-A', incident500());
    await ask(cli, 'continue', (screen) => /API Error/.test(screen) && !/retrying/i.test(screen));
    lab.shot('transient', 'http500-right-after-limit', {
      label: 'transient-error',
      notes: 'limit, then continue met a 500',
    });
  }),
];

const replies: readonly Scene[] = [
  replied('whole-limit-line', LINE, true),
  replied('whole-limit-line-w60', LINE, true, 60),
  replied('whole-limit-line-upgrade', `${LINE}\n/usage-credits to finish what you’re working on.`, true),
  replied('whole-weekly-line', "You've hit your weekly limit · resets Nov 25, 8am (Europe/Paris)", true),
  replied('line-then-text', `${LINE}\n\nThat is what the log says; it is from this morning.`, false),
  replied('line-inline-text', `${LINE} is what the log says; it is from this morning.`, false),
  replied(
    'line-then-bullets',
    `${LINE}\n\n- seen in the log at 9:53\n- the account was switched after it\n- nothing to do`,
    false,
  ),
  replied('text-then-line', `The log says:\n\n${LINE}`, false),
  replied(
    'fenced-two-lines',
    `The screen was:\n\n\`\`\`\n  ⎿  ${LINE}\n\n● Usage limit reached · set to continue automatically at 11am\n\`\`\``,
    false,
  ),
  replied(
    'fenced-whole',
    `\`\`\`\n  ⎿  ${LINE}\n\n● Usage limit reached · set to continue automatically at 11am\n\`\`\``,
    false,
  ),
  replied(
    'fenced-footer',
    `\`\`\`\n  ⎿  ${LINE}\n────────────────\n❯ \n────────────────\n  ⚠ Usage limit reached · limit resets 11am\n    Continuing automatically at 11am · Esc to cancel\n\`\`\``,
    false,
  ),
  replied('quoted', `> ${LINE}`, false),
  replied('bold', `**${LINE}**`, false),
  replied('list', `- ${LINE}\n- You've hit your weekly limit · resets Nov 25, 8am (Europe/Paris)`, false),
];

export const talk: readonly Scene[] = [...errors, ...replies];
