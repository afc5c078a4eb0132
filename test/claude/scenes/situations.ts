import { hourAhead } from '../lab.js';
import { agent, bash, limit, type Reply, text } from '../mock-replies.js';
import { ALLOW_BASH, ask, inWordsOf, LIMIT, LINE, MANUAL, type Scene, scene, WORKING } from './scene.js';

const todos: Reply = {
  kind: 'tool',
  name: 'TodoWrite',
  text: 'Planning.',
  input: {
    todos: [
      { content: 'Read the parser', status: 'completed', activeForm: 'Reading the parser' },
      { content: 'Fix the rounding', status: 'in_progress', activeForm: 'Fixing the rounding' },
      { content: 'Add a test', status: 'pending', activeForm: 'Adding a test' },
    ],
  },
};

const drafts: readonly Scene[] = [
  scene('draft-armed', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    const resetAt = hourAhead(2);
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(cli, 'fix the failing test', LIMIT);
    cli.type('and then also update the changelog');
    await cli.settle();
    lab.shot('usage-limit', '5h-armed-draft', {
      label: 'usage-limit',
      resetAt,
      notes: 'a draft typed while the limit stands',
    });
    cli.keys('C-u');
    cli.type('first line of a longer draft\nsecond line of it\nthird line');
    await cli.settle();
    lab.shot('usage-limit', '5h-armed-draft-3-lines', {
      label: 'usage-limit',
      resetAt,
      notes: 'a draft of three lines typed while the limit stands',
    });
  }),
  scene('draft-is-limit-line', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    cli.type(inWordsOf(version, LINE));
    await cli.settle();
    lab.shot('lookalike', 'draft-is-limit-line', {
      label: 'lookalike',
      notes: 'the limit line is a draft, unsent',
    });
  }),
  scene('draft-old-limit', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    lab.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
    await ask(cli, 'fix the failing test', LIMIT);
    lab.api.setMode('dummy-A', text('The test passes now.'));
    await ask(cli, 'continue', /passes now/);
    lab.shot('idle', 'old-limit-above', { label: 'idle', notes: 'limit, then continue was answered' });
    cli.type('now the next one');
    await cli.settle();
    lab.shot('idle', 'old-limit-above-draft', {
      label: 'idle',
      notes: 'limit, then continue was answered; a draft is typed',
    });
  }),
  scene('cancelled-wait', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    const resetAt = hourAhead(2);
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(cli, 'fix the failing test', LIMIT);
    cli.keys('Escape');
    await cli.settle();
    lab.shot('usage-limit', '5h-wait-cancelled', {
      label: 'usage-limit',
      resetAt,
      notes: 'Esc pressed at the limit; nothing sent since',
    });
    cli.type('what now');
    await cli.settle();
    lab.shot('usage-limit', '5h-wait-cancelled-draft', {
      label: 'usage-limit',
      resetAt,
      notes: 'Esc pressed at the limit, then a draft typed',
    });
  }),
];

const stories: readonly Scene[] = [
  scene('compact', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    const resetAt = hourAhead(2);
    await ask(cli, 'say something', /Done\./);
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(cli, '/compact', LIMIT);
    lab.shot('usage-limit', '5h-compact', {
      label: 'usage-limit',
      resetAt,
      rows: true,
      notes: 'the summary request of /compact was refused with the limit',
    });
  }),
  scene('agent-only', async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH });
    const resetAt = hourAhead(2);
    lab.api.answerConversation(/List the files\./, limit('five_hour', resetAt));
    lab.api.enqueue('dummy-A', agent, text('It is looking around.'), text('The agent could not finish.'));
    await ask(cli, 'delegate it', /looking around/);
    lab.shot('sidechain', '5h-agent-limited-main-answered', {
      label: 'lookalike',
      rows: true,
      notes:
        'the sub-agent met a real limit, the main turn was answered and ended: the account is limited, this session is idle',
    });
  }),
  scene('agent-then-main', async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH });
    const resetAt = hourAhead(2);
    lab.api.answerConversation(/List the files\./, limit('five_hour', resetAt));
    lab.api.enqueue('dummy-A', agent, text('It is looking around.'));
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(
      cli,
      'delegate it',
      (screen) => LIMIT.test(screen) && lab.api.log.filter((request) => request.main).length > 3,
    );
    lab.shot('usage-limit', '5h-agent-then-main', {
      label: 'usage-limit',
      resetAt,
      rows: true,
      notes: 'the sub-agent and then the main turn met the limit',
    });
  }),
  scene('agent-and-main', async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH });
    const resetAt = hourAhead(2);
    lab.api.enqueue('dummy-A', agent);
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(cli, 'delegate it', (screen) => /You've hit your|limit reached/i.test(screen));
    lab.shot('usage-limit', '5h-agent-and-main', {
      label: 'usage-limit',
      resetAt,
      rows: true,
      notes: 'every request after the start of a sub-agent met the limit, its own and the main one',
    });
  }),
  scene('main-then-agent-answered', async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH });
    const resetAt = hourAhead(2);
    lab.api.answerConversation(/List the files\./, { kind: 'text', text: 'There are none.', holdMs: 2000 });
    lab.api.enqueue('dummy-A', agent, limit('five_hour', resetAt), text('The agent is done.'));
    await ask(cli, 'delegate it', /agent is done/);
    lab.shot('usage-limit', '5h-armed-then-agent-answered', {
      label: 'usage-limit',
      resetAt,
      rows: true,
      undecidable: true,
      notes:
        'the main turn met the limit and is armed; then the end of a background agent began a turn that was answered',
    });
  }),
  scene('queued', async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH });
    const resetAt = hourAhead(2);
    lab.api.enqueue('dummy-A', bash('sleep 6', 'Waiting for the server.'));
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await cli.say('start the server');
    await cli.until('the tool', /sleep 6/);
    await cli.say('then also run the linter');
    await cli.until('the limit', LIMIT);
    await cli.settle();
    lab.shot('usage-limit', '5h-queued-message', {
      label: 'usage-limit',
      resetAt,
      rows: true,
      notes: 'a message was queued when the limit came',
    });
  }),
  scene('todos', async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH });
    const resetAt = hourAhead(2);
    lab.api.enqueue('dummy-A', todos, bash('echo one'));
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(cli, 'fix the rounding', LIMIT);
    lab.shot('usage-limit', '5h-todo-list', {
      label: 'usage-limit',
      resetAt,
      notes: 'after a todo list and a Bash tool',
    });
  }),
  scene('working-after-limit', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    lab.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
    await ask(cli, 'fix the failing test', LIMIT);
    lab.api.setMode('dummy-A', {
      kind: 'text',
      text: 'Here is '.repeat(30),
      chunkDelayMs: 150,
    });
    await cli.say('continue');
    await cli.until('the answer', /Here is/);
    lab.shot('working', 'after-limit-streaming', {
      label: 'working',
      notes: 'limit, then continue: the answer streams',
    });
  }),
  scene('working-after-limit-waiting', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    lab.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
    await ask(cli, 'fix the failing test', LIMIT);
    lab.api.setMode('dummy-A', {
      kind: 'text',
      text: 'Here.',
      holdMs: 6000,
    });
    await cli.say('continue');
    await cli.until('the turn', WORKING);
    lab.shot('working', 'after-limit-waiting', {
      label: 'working',
      notes: 'limit, then continue: before the first token',
    });
  }),
  scene('resume', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    const resetAt = hourAhead(2);
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(cli, 'fix the failing test', LIMIT);
    lab.shot('usage-limit', '5h-before-resume', { label: 'usage-limit', resetAt, rows: true });
    const again = await lab.start({ version, args: ['--continue'], keepHome: true });
    await again.settle();
    lab.shot('resumed', '5h-redrawn', {
      label: 'usage-limit',
      resetAt,
      notes:
        '--continue of a conversation whose last row is the limit: the same limit, redrawn by a new process',
    });
    await again.say('hello again');
    await again.until('a second limit', (screen) => screen.split(LIMIT).length > 2);
    await again.settle();
    lab.shot('resumed', '5h-refused-again', {
      label: 'usage-limit',
      resetAt,
      notes: 'resumed, then refused again',
    });
  }),
  scene('resume-weekly', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    const resetAt = hourAhead(72);
    lab.api.setMode('dummy-A', limit('seven_day', resetAt));
    await ask(cli, 'fix the failing test', LIMIT);
    const again = await lab.start({ version, args: ['--continue'], keepHome: true });
    await again.settle();
    lab.shot('resumed', '7d-redrawn', {
      label: 'usage-limit',
      resetAt,
      notes: '--continue of a conversation whose last row is the weekly limit',
    });
  }),
  scene('auto-mode-check', async (lab, version) => {
    const cli = await lab.start({ version, settings: { permissions: { allow: ['Bash'] } } });
    lab.api.enqueue('dummy-A', bash('echo "2 tests failed"; exit 1', 'I will run it.'));
    await cli.say('run the tests');
    await cli.until('the dialog', /Auto mode can't check/);
    await cli.settle();
    lab.shot('permission', 'auto-mode-check-unavailable', {
      label: 'waiting-permission',
      notes: 'auto mode behind a gateway',
    });
  }),
];

export const situations: readonly Scene[] = [...drafts, ...stories];
