import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plainWrite } from '../../../src/adapters/durable.js';
import { createOutboxFile } from '../../../src/adapters/notifier/outbox-file.js';
import { HOUR, MINUTE, SECOND } from '../../../src/core/time.js';
import { RESEND_KEY, TOKEN } from '../../support/fake-messengers.js';
import { HandClock } from '../../support/hand-clock.js';
import { temporaryFolder } from '../support.js';
import { played, texts as textsOf } from './played.js';
import type { Lab, LabOptions } from './support.js';

const services = played();

function lab(more: Partial<LabOptions> = {}): Promise<Lab> {
  return services.lab(['telegram'], {}, more);
}

const texts = () => textsOf(services.world.telegram.taken);

describe('over a restart', () => {
  test('what was not delivered goes out in the next life, after a day and a reboot with its date', async () => {
    services.world.telegram.behaviour = 'hang';
    const first = await lab({ deadlineMs: 30 });
    first.tell('needs-person', 'the link is gone', 'the link is gone');
    first.tell('swap', 'swap done');
    await first.pass(MINUTE);
    await first.notifier.close({ clean: true });
    services.world.telegram.behaviour = 'ok';
    const clock = new HandClock('2026-11-23T13:00:00Z');
    clock.steadyMs = 20;
    const second = await lab({ dir: first.dir, clock });
    await second.pass(SECOND);
    expect(texts()).toEqual([
      '22 Nov 12:00 Needs you: the link is gone\nNo automatic swap happens until it is mended.\n22 Nov 12:00 swap done',
    ]);
    await second.notifier.close({ clean: true });
    const third = await lab({ dir: first.dir });
    await third.pass(HOUR);
    expect(texts()).toHaveLength(1);
  });

  test('killed without a word: nothing is lost, and the next life says that it happened, twice at most in a loop', async () => {
    const first = await lab();
    first.tell('breaker', 'automatic swapping stopped: 6 in an hour');
    await first.notifier.idle();
    for (let life = 0; life < 6; life++) {
      const next = await lab({ dir: first.dir, clock: new HandClock(`2026-11-22T12:0${life}:00Z`) });
      await next.pass(30 * SECOND);
    }
    const all = texts().join('\n');
    expect(all.match(/automatic swapping stopped/g)).toHaveLength(1);
    expect(all.match(/runs again; it had ended without being told to/g)).toHaveLength(1);
    expect(all.match(/ended 3 times within an hour/g)).toHaveLength(1);
    expect(all.match(/ended \d times/g)).toHaveLength(1);
  });

  test('a proper end is not told, and what the state says that stands is told once', async () => {
    const standing = [{ kind: 'login', text: 'work needs a new login', about: 'work', atMs: 0 }] as const;
    const first = await lab({ standing });
    await first.pass(MINUTE);
    await first.notifier.close({ clean: true });
    const second = await lab({ dir: first.dir, standing });
    await second.pass(MINUTE);
    expect(texts()).toHaveLength(1);
    expect(texts()[0]).toContain('work needs a new login');
  });

  test('an end by a fault is told', async () => {
    const first = await lab();
    await first.notifier.close({ clean: false });
    const second = await lab({ dir: first.dir });
    await second.pass(MINUTE);
    expect(texts()).toEqual([expect.stringContaining('runs again')]);
  });
});

describe('the file', () => {
  test('is for the owner alone, holds no secret, and leaves no scraps', async () => {
    services.world.telegram.behaviour = { status: 401, words: `bad ${TOKEN}` };
    const { dir, tell, pass, said } = await lab();
    writeFileSync(join(dir, 'outbox.json.0123456789abcdef.tmp'), 'scrap');
    tell('needs-person', 'the link is gone');
    await pass(HOUR);
    const next = await lab({ dir });
    await next.notifier.close({ clean: true });
    expect(readdirSync(dir)).toEqual(['outbox.json']);
    expect(statSync(join(dir, 'outbox.json')).mode & 0o777).toBe(0o600);
    const text = readFileSync(join(dir, 'outbox.json'), 'utf8') + said.join('\n');
    expect(text).toContain('the link is gone');
    for (const secret of [TOKEN, RESEND_KEY]) expect(text).not.toContain(secret);
  });

  test.each<[string, string]>([
    ['cut off', '{"schema":1,"entries":[{"id":"a"'],
    [
      'of another shape',
      '{"schema":1,"entries":[{"id":"../x"}],"dropped":0,"told":[],"running":true,"unclean":[]}',
    ],
    ['of a later schema', '{"schema":2}'],
    ['empty', ''],
    ['a number', '7'],
  ])('%s: kept aside, and it begins anew', async (_name, content) => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'outbox.json'), content);
    const { tell, pass, said } = await lab({ dir });
    expect(said).toEqual([expect.stringMatching(/cannot be used: .*It was kept as .*outbox\.corrupt\.json/)]);
    expect(readFileSync(join(dir, 'outbox.corrupt.json'), 'utf8')).toBe(content);
    tell('swap', 'goes on');
    await pass(MINUTE);
    expect(texts()).toEqual(['goes on']);
  });

  test('a link, a folder or a giant in its place is never followed or read', async () => {
    for (const make of [
      (path: string) => symlinkSync('/etc/hostname', path),
      (path: string) => mkdirSync(path),
      (path: string) => writeFileSync(path, 'x'.repeat(9 * 1024 * 1024)),
    ]) {
      const dir = temporaryFolder();
      make(join(dir, 'outbox.json'));
      const { outbox, finding } = await createOutboxFile(dir).load();
      expect(outbox.entries).toEqual([]);
      expect(finding).toMatch(/cannot be used/);
    }
  });

  test('a state directory that was removed meanwhile is made again', async () => {
    const { dir, tell, pass } = await lab();
    rmSync(dir, { recursive: true });
    tell('swap', 'one');
    await pass(MINUTE);
    expect(readdirSync(dir)).toEqual(['outbox.json']);
  });

  test('a full disk: messages go out all the same, it is said once a minute, and written when there is room', async () => {
    let isFull = true;
    const dir = temporaryFolder();
    const file = createOutboxFile(dir, (handle, bytes) =>
      isFull ? Promise.reject(new Error('ENOSPC: no space left on device')) : plainWrite(handle, bytes),
    );
    const { tell, pass, said } = await lab({ dir, file });
    tell('swap', 'one');
    await pass(30 * SECOND);
    expect(texts()).toEqual(['one']);
    expect(said[0]).toMatch(/outbox\.json cannot be written: ENOSPC.*would not outlive a restart/);
    expect(readdirSync(dir)).toEqual([]);
    isFull = false;
    await pass(2 * MINUTE);
    expect(readdirSync(dir)).toEqual(['outbox.json']);
  });

  test('a disk that hangs delays neither the one who tells nor the message', async () => {
    const never = new Promise<never>(() => undefined);
    const file = { load: () => never, save: () => never };
    const clock = new HandClock();
    const opening = lab({ file, clock });
    await clock.pass(6 * SECOND, async () => undefined);
    const { tell, notifier } = await opening;
    tell('needs-person', 'the link is gone');
    const delivered = async () => {
      for (let i = 0; i < 300 && texts().length === 0; i++) await new Promise((go) => setImmediate(go));
    };
    await clock.pass(10 * SECOND, delivered);
    expect(texts()).toEqual([expect.stringContaining('the link is gone')]);
    const closing = notifier.close({ clean: true });
    await clock.pass(2 * SECOND, async () => undefined);
    await closing;
  });
});
