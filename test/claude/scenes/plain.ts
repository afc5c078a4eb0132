import { hourAhead } from '../lab.js';
import { bash, limit, type Reply, text } from '../mock-replies.js';
import { ALLOW_BASH, ask, inWordsOf, LIMIT, LINE, MANUAL, type Scene, scene, WORKING } from './scene.js';

const FILE = '/home/u/work/demo/notes.txt';
const ALLOW_ALL = {
  settings: { permissions: { defaultMode: 'acceptEdits', allow: ['Bash', 'Read', 'Edit', 'Write'] } },
} as const;

const tool = (name: string, input: Record<string, unknown>): Reply => ({
  kind: 'tool',
  name,
  text: 'One moment.',
  input,
});
const says = (words: string): string =>
  `printf '%s' '${JSON.stringify({ systemMessage: words }).replaceAll("'", "'\\''")}'`;

const afterTool = (variant: string, ...tools: readonly Reply[]): Scene =>
  scene(`mid-turn-${variant}`, async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_ALL });
    const resetAt = hourAhead(2);
    lab.api.enqueue('dummy-A', ...tools);
    lab.api.setMode('dummy-A', limit('five_hour', resetAt));
    await ask(cli, 'tidy the notes', (screen) => LIMIT.test(screen) && lab.api.log.length > tools.length);
    lab.shot('usage-limit', `5h-mid-turn-${variant}`, {
      label: 'usage-limit',
      resetAt,
      notes: `limit on the request after ${variant}`,
    });
  });

const hooked = (event: string): Scene =>
  scene(`hook-${event}`, async (lab, version) => {
    const hooks = {
      [event]: [{ matcher: '', hooks: [{ type: 'command', command: says(inWordsOf(version, LINE)) }] }],
    };
    const cli = await lab.start({ version, settings: { ...ALLOW_BASH.settings, hooks } });
    lab.api.enqueue('dummy-A', bash('echo one'));
    lab.api.setMode('dummy-A', text(''));
    await ask(cli, 'run it', (screen) => LIMIT.test(screen) && lab.api.log.length > 1);
    lab.shot('lookalike', `hook-${event.toLowerCase()}-says-limit-line`, {
      label: 'lookalike',
      notes: `a ${event} hook's systemMessage is the limit line; the model's last answer was empty`,
    });
  });

/** Everyday screens, and what else can stand above a limit line. */
export const plain: readonly Scene[] = [
  afterTool('after-write', tool('Write', { file_path: FILE, content: 'one\ntwo\n' })),
  afterTool('after-read', bash(`printf 'one\\ntwo\\n' > ${FILE}`), tool('Read', { file_path: FILE })),
  afterTool(
    'after-edit',
    bash(`printf 'one\\ntwo\\n' > ${FILE}`),
    tool('Read', { file_path: FILE }),
    tool('Edit', { file_path: FILE, old_string: 'two', new_string: 'three' }),
  ),
  hooked('PostToolUse'),
  hooked('Stop'),
  scene('start', async (lab, version) => {
    await lab.start({ version, ...MANUAL });
    lab.shot('idle', 'fresh', { label: 'idle' });
  }),
  scene('permission', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    lab.api.enqueue('dummy-A', bash(inWordsOf(version, `touch "${LINE}"`), 'I will write it down.'));
    await ask(cli, 'write it down', /Do you want|proceed/);
    lab.shot('permission', 'bash-limit-text', {
      label: 'waiting-permission',
      notes: 'a command with the limit line in it asks for permission',
    });
  }),
  scene('permission-after-limit', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    lab.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
    await ask(cli, 'write it down', LIMIT);
    lab.api.setMode('dummy-A', bash('touch notes.txt', 'I will write it down.'));
    await ask(cli, 'continue', /Do you want|proceed/);
    lab.shot('permission', 'after-old-limit', {
      label: 'waiting-permission',
      notes: 'limit, then continue asks for permission',
    });
  }),
  scene('busy-tool', async (lab, version) => {
    const cli = await lab.start({ version, ...ALLOW_BASH });
    lab.api.enqueue('dummy-A', bash(inWordsOf(version, `echo "${LINE}"; sleep 20`), 'Running it.'));
    await cli.say('run it');
    await cli.until('the tool', WORKING);
    await cli.until('its output', (screen) => screen.split('limit').length > 2, 8000).catch(() => '');
    lab.shot('working', 'tool-limit-text', {
      label: 'working',
      notes: 'a tool that printed the limit line still runs',
    });
  }),
  scene('busy-streaming', async (lab, version) => {
    const cli = await lab.start({ version, ...MANUAL });
    lab.api.enqueue('dummy-A', { kind: 'text', text: 'Here is '.repeat(40), chunkDelayMs: 120 });
    await cli.say('explain it');
    await cli.until('the answer', WORKING);
    lab.shot('working', 'streaming', { label: 'working' });
  }),
];
