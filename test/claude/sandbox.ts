import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const INSIDE = 'CLAUDE_CHECK_SANDBOX';

const SETUP = 'ip link set lo up && mount --bind "$1" /home && shift && exec "$@"';

/**
 * Runs this very program again in name spaces of its own and returns only inside them: no network but loopback
 * (nothing can leave), a throw-away `/home` (screens show `/home/u/...`), and a process tree that dies with it.
 * Returns the throw-away folder. Needs `unshare` and `ip` (Linux).
 */
export async function enterSandbox(): Promise<string> {
  const inside = process.env[INSIDE];
  if (inside !== undefined) return inside;
  const folder = mkdtempSync(join(tmpdir(), 'claude-check-'));
  const home = join(folder, 'home');
  mkdirSync(home);
  const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const spaces = [...user, '--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'];
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', [...spaces, 'sh', '-c', SETUP, 'sandbox', home, ...again], {
    stdio: 'inherit',
    env: { ...process.env, [INSIDE]: folder },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => child.kill('SIGKILL'));
  const [code] = await once(child, 'exit');
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  process.exit(typeof code === 'number' ? code : 1);
}
