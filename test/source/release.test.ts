import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hasProgram } from '../support/program.js';
import { ROOT } from './source-tree.js';

/** Notes what it is called with; `pack` leaves a tarball. */
const NPM = `#!/bin/sh
echo "$*" >> "$NPM_LOG"
[ "$1" = pack ] && echo tarball > "$3/claude-failover-9.9.9.tgz"
exit 0
`;

interface Tree {
  readonly dir: string;
  release(args?: readonly string[], env?: Record<string, string>): Promise<{ code: number; said: string }>;
  /** What npm was called with. */
  calls(): readonly string[];
  git(...args: readonly string[]): void;
}

/** A small repository with the release script, and an npm that only takes notes. */
function tree(changelog = '# Changelog\n\n## 9.9.9\n', more: Record<string, unknown> = {}): Tree {
  const base = mkdtempSync(join(tmpdir(), 'cf-release-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const [dir, bin, log] = [join(base, 'tree'), join(base, 'bin'), join(base, 'npm.log')];
  for (const folder of [join(dir, 'scripts'), bin]) mkdirSync(folder, { recursive: true });
  cpSync(join(ROOT, 'scripts/release.sh'), join(dir, 'scripts/release.sh'));
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'x', version: '9.9.9', ...more }));
  writeFileSync(join(dir, 'CHANGELOG.md'), changelog);
  writeFileSync(join(bin, 'npm'), NPM);
  chmodSync(join(bin, 'npm'), 0o755);
  const env = {
    PATH: `${bin}:${dirname(process.execPath)}:${process.env.PATH}`,
    HOME: base,
    NPM_LOG: log,
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@example.com'];
  const git = (...args: readonly string[]) =>
    void execFileSync('git', [...who, ...args], { cwd: dir, env, stdio: 'pipe' });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'all');
  return {
    dir,
    git,
    release: (args = [], extra = {}) =>
      new Promise((resolve) => {
        const script = join(dir, 'scripts/release.sh');
        execFile('bash', [script, ...args], { env: { ...env, ...extra } }, (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
        );
      }),
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  };
}

test.runIf(hasProgram('git'))(
  'by default: the full check, the tarball, and a publish that is none',
  async () => {
    const { release, calls } = tree();
    const { code, said } = await release();
    expect(code, said).toBe(0);
    expect(calls().map((call) => call.split(' ')[0])).toEqual(['ci', 'test', 'pack', 'publish']);
    expect(calls().at(-1)).toMatch(/^publish --dry-run .*claude-failover-9\.9\.9\.tgz$/);
    expect(said).toContain('Nothing was published');
  },
);

test.runIf(hasProgram('git'))(
  'not from a tree with changes, and not without its line in the changelog',
  async () => {
    const changed = tree();
    writeFileSync(join(changed.dir, 'left.txt'), 'x');
    expect(await changed.release()).toMatchObject({
      code: 1,
      said: expect.stringContaining('not committed'),
    });
    const untold = tree('# Changelog\n\n## 9.9.8\n');
    expect(await untold.release()).toMatchObject({
      code: 1,
      said: expect.stringContaining('says nothing of'),
    });
    const open = tree('# Changelog\n\n## Unreleased\n\n## 9.9.9\n');
    expect(await open.release()).toMatchObject({ code: 1, said: expect.stringContaining('unreleased') });
    const retold = tree();
    retold.git('tag', 'v9.9.9');
    retold.git('commit', '-q', '--allow-empty', '-m', 'more');
    expect(await retold.release()).toMatchObject({
      code: 1,
      said: expect.stringContaining('another commit'),
    });
    for (const one of [changed, untold, open, retold]) expect(one.calls()).toEqual([]);
  },
);

test.runIf(hasProgram('git'))(
  'published only on request, from CI, with a repository and a tag, and then with provenance',
  async () => {
    const bare = tree();
    expect(await bare.release(['--publish'])).toMatchObject({
      code: 1,
      said: expect.stringContaining('Set repository'),
    });
    const { release, calls, git } = tree(undefined, { repository: { url: 'https://example.com/x.git' } });
    expect((await release(['--publish'], { CI: '' })).said).toContain('a CI job alone');
    expect((await release(['--publish'], { CI: 'true' })).said).toContain('no tag v9.9.9');
    expect(calls().some((call) => call.startsWith('publish'))).toBe(false);
    git('tag', 'v9.9.9');
    expect((await release(['--publish'], { CI: 'true' })).code).toBe(0);
    expect(calls().at(-1)).toMatch(/^publish --provenance --access public .*\.tgz$/);
    expect((await release(['--force'])).code).toBe(2);
  },
);
