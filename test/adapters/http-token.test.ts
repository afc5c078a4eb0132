import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readToken, tokenCheck } from '../../src/adapters/http/token.js';
import { temporaryFolder } from './support.js';

const OTHER = 'A'.repeat(43);

interface Place {
  readonly dir: string;
  readonly path: string;
}

function place(): Place {
  const dir = temporaryFolder();
  return { dir, path: join(dir, 'http.token') };
}

test('a token is made once: 32 random bytes, for our user alone', async () => {
  const { dir, path } = place();
  const made = await readToken(dir);
  if (!made.ok) throw new Error(made.reason);
  expect(made).toMatchObject({ path, replaced: null });
  expect(Buffer.from(made.token, 'base64url')).toHaveLength(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).toBe(`${made.token}\n`);
  expect(await readToken(dir)).toEqual(made);
  expect(readdirSync(dir)).toEqual(['http.token']);
  const another = await readToken(temporaryFolder());
  expect(another).not.toMatchObject({ token: made.token });
});

describe('a token is replaced, and that is said, when its file', () => {
  test.each<readonly [string, (at: Place) => void]>([
    ['was open to other users', ({ path }) => writeFileSync(path, OTHER, { mode: 0o640 })],
    ['held no token', ({ path }) => writeFileSync(path, 'secret\n', { mode: 0o600 })],
    ['held no token', ({ path }) => writeFileSync(path, `${OTHER}\n${OTHER}`, { mode: 0o600 })],
    ['held no token', ({ path }) => writeFileSync(path, '', { mode: 0o600 })],
    ['was no regular file', ({ path }) => void execFileSync('mkfifo', ['-m', '600', path])],
    [
      'had another name too',
      ({ dir, path }) => {
        writeFileSync(join(dir, 'other'), OTHER, { mode: 0o600 });
        linkSync(join(dir, 'other'), path);
      },
    ],
    [
      'was a symbolic link',
      ({ dir, path }) => {
        writeFileSync(join(dir, 'other'), OTHER, { mode: 0o600 });
        symlinkSync(join(dir, 'other'), path);
      },
    ],
  ])('%s', async (why, make) => {
    const at = place();
    make(at);
    const got = await readToken(at.dir);
    expect(got).toMatchObject({ ok: true, replaced: expect.stringContaining(`${at.path} ${why}: `) });
    if (!got.ok) return;
    expect(got.token).not.toBe(OTHER);
    expect(got.replaced).not.toContain(got.token);
    expect(lstatSync(at.path).isFile()).toBe(true);
    expect(statSync(at.path).mode & 0o777).toBe(0o600);
    expect(await readToken(at.dir)).toMatchObject({ token: got.token, replaced: null });
    if (readdirSync(at.dir).includes('other'))
      expect(readFileSync(join(at.dir, 'other'), 'utf8')).toBe(OTHER);
  });

  test('belonged to another user', async () => {
    const { dir, path } = place();
    writeFileSync(path, OTHER, { mode: 0o600 });
    expect(await readToken(dir, 12_345)).toMatchObject({
      ok: true,
      replaced: expect.stringContaining('belonged to another user'),
    });
  });
});

test('a token that cannot be kept is none', async () => {
  const { dir, path } = place();
  mkdirSync(path);
  chmodSync(path, 0o700);
  expect(await readToken(dir)).toMatchObject({ ok: false, reason: expect.stringContaining(path) });
  expect(statSync(path).isDirectory()).toBe(true);
});

test('only the token itself fits', () => {
  const fits = tokenCheck(OTHER);
  expect(fits(OTHER)).toBe(true);
  for (const sent of ['', 'A', `${OTHER}A`, OTHER.slice(1), `${OTHER}\n`]) expect(fits(sent)).toBe(false);
});
