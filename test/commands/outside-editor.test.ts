import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outsideEditor } from '../../src/commands/outside-editor.js';
import { until } from '../support/until.js';

let dir: string;
let tmp: string | undefined;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'cf-editor-'));
  tmp = process.env.TMPDIR;
  process.env.TMPDIR = dir;
});

afterEach(() => {
  if (tmp === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = tmp;
  rmSync(dir, { recursive: true, force: true });
});

/** An editor that is a shell script over the file `$1`; it leaves what it saw in `seen`. */
function script(body: string, name = 'an editor.sh'): string {
  const path = join(dir, name);
  writeFileSync(path, `#!/bin/sh\nf=$1\n${body}\n`, { mode: 0o755 });
  return name.includes(' ') ? `'${path}'` : path;
}

const left = (): readonly string[] => readdirSync(dir).filter((name) => name.startsWith('claude-failover-'));
const seen = (): string => readFileSync(join(dir, 'seen'), 'utf8');

describe('the person’s own editor', () => {
  test('gets the text in a file only we may read, and what it saves comes back', async () => {
    const EDITOR = script(
      `stat -c %a "$f" "$(dirname "$f")" > ${dir}/seen; cat "$f" >> ${dir}/seen; printf 'first\\nsecond 宽\\n' > "$f"`,
    );
    expect(await outsideEditor({ EDITOR }).edit('old\ntext')).toBe('first\nsecond 宽');
    expect(seen()).toBe('600\n700\nold\ntext\n');
    expect(left()).toEqual([]);
  });

  test('sees no variable that holds a secret', async () => {
    process.env.CF_TEST_TOKEN = '123456:a-secret';
    try {
      const EDITOR = script(`env > ${dir}/seen; printf x > "$f"`);
      await outsideEditor({ EDITOR }, () => ['CF_TEST_TOKEN']).edit('');
      expect(seen()).toContain('PATH=');
      expect(seen()).not.toContain('a-secret');
    } finally {
      delete process.env.CF_TEST_TOKEN;
    }
  });

  test('VISUAL comes first, with its arguments', async () => {
    const VISUAL = `${script(`echo "$#" > ${dir}/seen; f=$2; printf x > "$f"`)} --wait`;
    expect(await outsideEditor({ VISUAL, EDITOR: 'false' }).edit('')).toBe('x');
    expect(seen()).toBe('2\n');
  });

  test('that ends without success changes nothing', async () => {
    expect(await outsideEditor({ EDITOR: script('echo lost > "$f"; exit 1') }).edit('kept')).toBeNull();
    expect(left()).toEqual([]);
  });

  test('that is not there is told as such', async () => {
    const edited = outsideEditor({ EDITOR: join(dir, 'no-such-editor') }).edit('x');
    await expect(edited).rejects.toThrow(/The editor did not start: .*no-such-editor.*Set VISUAL or EDITOR/);
    expect(left()).toEqual([]);
  });

  test('a file that it takes away cannot be read, and that is said', async () => {
    await expect(outsideEditor({ EDITOR: script('rm "$f"') }).edit('x')).rejects.toThrow(/cannot be read/);
    expect(left()).toEqual([]);
  });

  test('too long a text is not lost', async () => {
    const EDITOR = script('head -c 70000 /dev/zero | tr "\\0" x > "$f"');
    const error: Error = await outsideEditor({ EDITOR })
      .edit('')
      .then(
        () => new Error('taken'),
        (reason: Error) => reason,
      );
    expect(error.message).toMatch(/69 KB, and 64 KB is the most/);
    const file = /move (.*) into/.exec(error.message)?.[1] ?? '';
    expect(readFileSync(file, 'utf8')).toHaveLength(70_000);
    expect(existsSync(dirname(file))).toBe(true);
  });

  test('keys that end a program mean it alone, and mean us again afterwards', async () => {
    const heard: string[] = [];
    const listener = (): void => void heard.push('SIGINT');
    process.on('SIGINT', listener);
    try {
      const EDITOR = script(`echo open > ${dir}/seen; while [ -e ${dir}/seen ]; do sleep 0.05; done`);
      const edited = outsideEditor({ EDITOR }).edit('x');
      await until('it is open', () => existsSync(join(dir, 'seen')));
      process.kill(process.pid, 'SIGINT');
      process.kill(process.pid, 'SIGQUIT');
      await until('signals were delivered', () => new Promise((done) => setImmediate(() => done(true))));
      rmSync(join(dir, 'seen'));
      expect(await edited).toBe('x');
      expect(heard).toEqual([]);
      process.kill(process.pid, 'SIGINT');
      await until('we hear it again', () => heard.length === 1);
    } finally {
      process.off('SIGINT', listener);
    }
  });

  test('is ended when we end', async () => {
    const EDITOR = script(`echo open > ${dir}/seen; exec tail -f /dev/null`, 'editor.sh');
    const editor = outsideEditor({ EDITOR });
    const edited = editor.edit('x');
    await until('it is open', () => existsSync(join(dir, 'seen')));
    editor.end();
    expect(await edited).toBeNull();
    expect(left()).toEqual([]);
  });
});
