import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTranscripts } from '../../src/adapters/transcripts.js';
import { temporaryFolder } from './support.js';

const ID = '59db506f-85e0-4094-83bf-a56aef497aae';
const OTHER = 'f5ee5fc6-6258-46d7-9c56-694d7f8ad00d';
/** Beyond any real process id: nobody's arguments are read. */
const PID = 2 ** 22 + 7;
const CWD = '/home/u/my work/demo.app';
const SLUG = '-home-u-my-work-demo-app';
const STARTED_MS = 1_795_330_000_000;

function sandbox(options: { readonly maxRows?: number; readonly told?: () => string | null } = {}) {
  const home = temporaryFolder();
  const [a, b] = [join(home, 'account-a'), join(home, 'account-b')];
  for (const dir of [a, b]) mkdirSync(join(dir, 'sessions'), { recursive: true });
  mkdirSync(join(a, 'projects'));
  symlinkSync(join(a, 'projects'), join(b, 'projects'));
  symlinkSync(b, join(home, '.claude'));
  let steadyMs = 5_000_000;
  const port = createTranscripts({
    dirs: () => [a, b],
    home,
    // The process below started 1 000 s before.
    clock: () => ({ wallMs: STARTED_MS + 1_000_000 + (steadyMs - 5_000_000), steadyMs }),
    zone: 'UTC',
    ...options,
  });
  const agent = { pid: PID, startTicks: 400_000, cwd: CWD, configDir: null };
  const pass = (ms: number) => {
    steadyMs += ms;
  };
  return { home, a, b, port, agent, pass };
}

function at(path: string, ms: number): void {
  utimesSync(path, new Date(ms), new Date(ms));
}

function session(
  dir: string,
  more: Readonly<Record<string, unknown>> = {},
  atMs = STARTED_MS + 1_000,
  pid = PID,
): string {
  const path = join(dir, 'sessions', `${pid}.json`);
  const fields = { pid, sessionId: ID, cwd: CWD, version: '2.1.330', status: 'idle', ...more };
  writeFileSync(path, JSON.stringify(fields));
  at(path, atMs);
  return path;
}

function transcript(dir: string, id = ID, slug = SLUG): string {
  const path = join(dir, 'projects', slug, `${id}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, '');
  return path;
}

function line(n: number, text = `prompt ${n}`): string {
  const row = {
    type: 'user',
    uuid: `row-${n}`,
    timestamp: '2026-11-22T08:00:00.000Z',
    message: { content: text },
  };
  return `${JSON.stringify(row)}\n`;
}

const ids = (view: { readonly rows: readonly { readonly uuid: string }[] }) =>
  view.rows.map(({ uuid }) => uuid);

describe('finding the conversation', () => {
  test('by the session file in any account’s directory, the newest one', async () => {
    const { a, b, port, agent } = sandbox();
    session(a, { sessionId: OTHER, status: 'busy' });
    session(b, { status: 'waiting' }, STARTED_MS + 2_000);
    writeFileSync(transcript(a), line(1));
    expect(await port.read(agent)).toMatchObject({
      conversation: ID,
      version: '2.1.330',
      status: 'waiting',
      present: true,
      rows: [{ uuid: 'row-1', type: 'prompt', text: 'prompt 1' }],
    });
  });

  test('the newest session file, whichever directory comes first', async () => {
    const { a, b, port, agent } = sandbox();
    session(a, {}, STARTED_MS + 2_000);
    session(b, { sessionId: OTHER });
    expect(await port.read(agent)).toMatchObject({ conversation: ID });
  });

  test('in its own directory, and by a slug that is not the directory’s', async () => {
    const { home, port, agent } = sandbox();
    const own = join(home, 'own');
    mkdirSync(join(own, 'sessions'), { recursive: true });
    session(own);
    writeFileSync(transcript(own, ID, '-some-other-folder'), line(1));
    expect(await port.read(agent)).toMatchObject({ conversation: null, present: false, rows: [] });
    expect(await port.read({ ...agent, startTicks: 400_001, configDir: own })).toMatchObject({
      conversation: ID,
      present: true,
    });
  });

  test.each([
    ['of an earlier process with this pid', {}, STARTED_MS - 60_000],
    ['of another pid', { pid: 1 }, STARTED_MS + 1_000],
    ['that points elsewhere', { sessionId: '../../../etc/passwd' }, STARTED_MS + 1_000],
    ['without a conversation', { sessionId: null }, STARTED_MS + 1_000],
  ])('a session file %s is none', async (_name, more, ms) => {
    const { a, port, agent } = sandbox();
    session(a, more, ms);
    expect(await port.read(agent)).toMatchObject({ conversation: null });
  });

  test('a cut session file is none, and one that changes is followed', async () => {
    const { a, port, agent } = sandbox();
    const path = session(a);
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.slice(0, 40));
    expect(await port.read(agent)).toMatchObject({ conversation: null });
    session(a, { status: 'busy' });
    expect(await port.read(agent)).toMatchObject({ conversation: ID, status: 'busy', present: false });
    writeFileSync(transcript(a), line(1));
    expect(await port.read(agent)).toMatchObject({ present: true });
    session(a, { sessionId: OTHER }, STARTED_MS + 5_000);
    expect(await port.read(agent)).toMatchObject({ conversation: OTHER, present: false, rows: [] });
    writeFileSync(transcript(a, OTHER), line(2));
    expect(await port.read(agent)).toMatchObject({ conversation: OTHER, rows: [{ uuid: 'row-2' }] });
  });

  test('a transcript that comes later is found', async () => {
    const { a, port, agent } = sandbox();
    session(a);
    expect(await port.read(agent)).toMatchObject({ present: false });
    writeFileSync(transcript(a), line(1));
    expect(ids(await port.read(agent))).toEqual(['row-1']);
  });
});

describe('older versions, which tell nothing of their process', () => {
  test('the one conversation of the directory since the start', async () => {
    const { a, port, agent } = sandbox();
    const old = transcript(a, OTHER);
    writeFileSync(old, line(0));
    at(old, STARTED_MS - 1_000);
    writeFileSync(transcript(a), line(1));
    expect(await port.read(agent)).toMatchObject({ conversation: null });
    expect(await port.read(agent)).toMatchObject({
      conversation: ID,
      version: null,
      rows: [{ uuid: 'row-1' }],
    });
  });

  test('two conversations since the start: none', async () => {
    const { a, port, agent } = sandbox();
    for (const id of [ID, OTHER]) writeFileSync(transcript(a, id), line(1));
    await port.read(agent);
    expect(await port.read(agent)).toMatchObject({ conversation: null, present: false });
  });

  test('two live sessions of one directory: the one conversation is nobody’s', async () => {
    const { a, port, agent } = sandbox();
    writeFileSync(transcript(a), line(1));
    const [one, two] = [
      { ...agent, pid: process.pid },
      { ...agent, pid: process.ppid },
    ];
    await port.read(one);
    expect(await port.read(one)).toMatchObject({ conversation: ID });
    for (const neighbour of [two, one, two]) {
      expect(await port.read(neighbour)).toMatchObject({ conversation: null, rows: [] });
    }
  });

  test('a conversation another live session is known to have is not ours', async () => {
    const { a, port, agent } = sandbox();
    session(a, {}, STARTED_MS + 1_000, process.pid);
    writeFileSync(transcript(a), line(1));
    expect(await port.read({ ...agent, pid: process.pid })).toMatchObject({ conversation: ID });
    await port.read(agent);
    expect(await port.read(agent)).toMatchObject({ conversation: null });
  });

  test('what a hook of the process told, unless a session file says otherwise', async () => {
    const { port, agent } = sandbox({ told: () => OTHER });
    expect(await port.read(agent)).toMatchObject({ conversation: OTHER });
    const again = sandbox({ told: () => OTHER });
    session(again.a);
    expect(await again.port.read(again.agent)).toMatchObject({ conversation: ID });
  });

  test('the version is read from the rows', async () => {
    const { a, port, agent } = sandbox();
    copyFileSync('fixtures/payloads/transcript-limit__1060-5h-2h-paris.jsonl', transcript(a));
    await port.read(agent);
    expect(await port.read(agent)).toMatchObject({ version: '1.0.60', rows: [{ type: 'limit' }] });
  });
});

describe('following the file', () => {
  async function following(options: { readonly maxRows?: number } = {}) {
    const box = sandbox(options);
    session(box.a);
    const path = transcript(box.a);
    writeFileSync(path, line(1));
    expect(ids(await box.port.read(box.agent))).toEqual(['row-1']);
    return { ...box, path, next: async () => ids(await box.port.read(box.agent)) };
  }

  test('each row is told once; nothing new is nothing', async () => {
    const { path, next } = await following();
    expect(await next()).toEqual([]);
    appendFileSync(path, line(2) + line(3));
    expect(await next()).toEqual(['row-2', 'row-3']);
    expect(await next()).toEqual([]);
  });

  test('a line written in pieces is told once whole, cut at any byte', async () => {
    const { path, next } = await following();
    const bytes = Buffer.from(line(2, 'żółw 😀'));
    for (let i = 0; i < bytes.length; i++) {
      appendFileSync(path, bytes.subarray(i, i + 1));
      expect(await next()).toEqual(i === bytes.length - 1 ? ['row-2'] : []);
    }
  });

  test('rubbish and giants between rows are passed over', async () => {
    const { path, next } = await following();
    appendFileSync(path, `rubbish\n\n[1]\n{"cut": \n${line(2)}`);
    expect(await next()).toEqual(['row-2']);
    appendFileSync(path, line(3, 'x'.repeat(3_000_000)) + line(4));
    expect(await next()).toEqual(['row-4']);
    appendFileSync(path, `${'y'.repeat(5_000_000)}`);
    expect(await next()).toEqual([]);
    appendFileSync(path, `${'y'.repeat(5_000_000)}\n${line(5)}`);
    expect([...(await next()), ...(await next())]).toEqual(['row-5']);
  });

  test('a file that shrank is read anew, without telling old rows again', async () => {
    const { path, next } = await following();
    appendFileSync(path, line(2) + line(3));
    await next();
    truncateSync(path, line(1).length + line(2).length);
    expect(await next()).toEqual([]);
    appendFileSync(path, line(4));
    expect(await next()).toEqual(['row-4']);
  });

  test('a file that was replaced is read anew', async () => {
    const { path, next } = await following();
    writeFileSync(`${path}.new`, line(1) + line(2) + line(7));
    renameSync(`${path}.new`, path);
    expect(await next()).toEqual(['row-2', 'row-7']);
  });

  test('a file that went away and came back', async () => {
    const { path, next, port, agent } = await following();
    renameSync(path, `${path}.gone`);
    expect(await port.read(agent)).toMatchObject({ present: false, rows: [] });
    renameSync(`${path}.gone`, path);
    appendFileSync(path, line(2));
    expect(await next()).toEqual(['row-2']);
  });

  test('after a flip it is still found under the other account', async () => {
    const { a, b, path, next, pass } = await following();
    renameSync(join(a, 'sessions', `${PID}.json`), join(b, 'sessions', `${PID}.json`));
    pass(6_000);
    appendFileSync(path, line(2));
    expect(await next()).toEqual(['row-2']);
  });
});

test('the first look takes the tail of a long file, whole lines, the newest rows', async () => {
  const { a, port, agent } = sandbox({ maxRows: 50 });
  session(a);
  const long = Array.from({ length: 3_000 }, (_, n) => line(n, 'z'.repeat(200))).join('');
  writeFileSync(transcript(a), long);
  const rows = ids(await port.read(agent));
  expect(rows).toEqual(Array.from({ length: 50 }, (_, i) => `row-${2_950 + i}`));
});
