import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { command, type Ran } from './support.js';

interface Alone {
  readonly stateDir: string;
  run(...args: readonly string[]): Promise<Ran>;
}

/** A machine on which no supervisor runs. */
function alone(): Alone {
  const root = mkdtempSync(join(tmpdir(), 'cf-alone-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const stateDir = join(root, 'state');
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: root, LANG: 'C.UTF-8', TMPDIR: root };
  return { stateDir, run: (...args) => command([...args, '--state-dir', stateDir], { env }) };
}

const ORDERS: readonly (readonly string[])[] = [
  ['status'],
  ['status', '--json'],
  ['swap'],
  ['swap', 'work', '--force', '--no-wait'],
  ['dismiss', '--all'],
  ['pause'],
  ['resume'],
  ['mode', 'auto'],
  ['unpark', 'ccl-1'],
  ['why'],
];

describe('without a supervisor', () => {
  it.each(ORDERS.map((args) => [args.join(' '), args] as const))(
    '%s is 3 and says what to do',
    async (_name, args) => {
      const { run, stateDir } = alone();
      const ran = await run(...args);
      expect(ran).toMatchObject({ code: 3, out: '' });
      expect(ran.err).toMatch(/^No claude-failover runs with the state directory .*\. Start one \(.*\n$/);
      expect(ran.err).toContain(stateDir);
    },
  );

  it('history tells what the journal holds, and says when there is none', async () => {
    const { run, stateDir } = alone();
    const none = await run('history', '--json');
    expect(none).toMatchObject({ code: 0, out: '' });
    expect(none.err).toMatch(
      /^There is no history in .*: no claude-failover has run with this state directory/,
    );
    mkdirSync(join(stateDir, 'journal.jsonl'), { recursive: true });
    expect(await run('history')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^The history cannot be read: /),
    });
    rmdirSync(join(stateDir, 'journal.jsonl'));
    const lines = [
      { at: '2026-11-22T08:00:00.000Z', type: 'started', provenance: 'stored', mode: 'auto' },
      { at: '2026-11-22T08:01:00.000Z', type: 'commanded', command: { type: 'mode', mode: 'observe' } },
      {
        at: '2026-11-22T08:01:30.000Z',
        type: 'commanded',
        command: { type: 'swap', to: 'nope', force: false },
        result: { status: 'refused', reason: 'no account is called nope' },
      },
      {
        at: '2026-11-22T08:02:00.000Z',
        type: 'polled',
        sessions: [],
        swap: { id: 's', phase: 'flip', from: 'work', to: 'personal', origin: 'monitor' },
        hits: [{ id: 'h', session: 'ccl-\u001b[31m1', state: 'acted', why: 'a limit' }],
      },
      { at: '2026-11-22T08:03:00.000Z', type: 'settled' },
      {
        at: '2026-11-22T08:04:00.000Z',
        type: 'queue-seen',
        tasks: [
          { id: 'a', room: 'ccl-1', attempt: 1, step: 'working', stalled: true },
          { id: 'b', room: 'ccl-2', attempt: 1, ended: 'done' },
        ],
        rooms: [{ name: 'ccl-3', starts: 5, parked: true }],
      },
    ];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    writeFileSync(join(stateDir, 'journal.jsonl'), `${text}{"at": "cut`);
    expect((await run('history')).out.split('\n')).toEqual([
      '2026-11-22T08:00:00.000Z  start    mode auto, state stored',
      '2026-11-22T08:01:00.000Z  command  mode observe',
      '2026-11-22T08:01:30.000Z  command  swap to nope: refused, no account is called nope',
      '2026-11-22T08:02:00.000Z  swap     work → personal: flip (monitor)',
      '2026-11-22T08:02:00.000Z  hit      ccl-1: acted, a limit',
      '2026-11-22T08:04:00.000Z  task     a in ccl-1: working, stalled',
      '2026-11-22T08:04:00.000Z  task     b in ccl-2: ended, to done',
      '2026-11-22T08:04:00.000Z  session  ccl-3: parked',
      '',
    ]);
    const json = (await run('history', '--json')).out.trim().split('\n');
    expect(json).toHaveLength(8);
    expect(JSON.parse(json[0] ?? '')).toEqual({
      at: '2026-11-22T08:00:00.000Z',
      what: 'start',
      text: 'mode auto, state stored',
    });
  });
});

describe('a wrong command line is 2, before anybody is asked', () => {
  it.each([
    [['mode'], 'mode takes auto, confirm or observe'],
    [['mode', 'atuo'], 'mode takes auto, confirm or observe'],
    [['dismiss', 'x', '--all'], 'dismiss takes one of ID, --all and --undo'],
    [['pause', 'now'], 'unexpected argument "now"'],
    [['swap', '--wait'], '--wait'],
    [['unpark'], 'unpark takes the name of a session'],
  ])('%j', async (args, sentence) => {
    const ran = await alone().run(...args);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(sentence);
    expect(ran.err).toContain(`See claude-failover ${args[0]} --help.`);
  });
});

it('help of a command that is none is 2 as well', async () => {
  const ran = await alone().run('help', 'stauts');
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(/^There is no command "stauts"\. Did you mean claude-failover status\? /);
});

it('a supervisor that answers nonsense is 1, in one line', async () => {
  const { run, stateDir } = alone();
  mkdirSync(stateDir, { mode: 0o700 });
  const server = createServer((socket) => void socket.end('\u001b[31mhello\r\n\r\n'));
  onTestFinished(() => void server.close());
  await new Promise<void>((listening) => server.listen(join(stateDir, 'control.sock'), listening));
  const ran = await run('status');
  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toMatch(/^claude-failover runs and cannot be asked: [\x20-\x7e]*\n$/);
});
