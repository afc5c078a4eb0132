#!/usr/bin/env node
// No static import: an old Node must reach the check before it meets anything it cannot parse.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 22)) {
  const { main } = await import('../dist/cli.js');
  process.exitCode = await main(process.argv.slice(2));
  // A question that nobody answers any more must not hold up the end.
  setTimeout(() => process.exit(), 500).unref();
} else {
  const { existsSync } = await import('node:fs');
  const { fileURLToPath } = await import('node:url');
  const { spawn } = await import('node:child_process');
  const local = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));
  if (existsSync(local) && process.env.CLAUDE_FAILOVER_REEXECUTED === undefined) {
    const env = { ...process.env, CLAUDE_FAILOVER_REEXECUTED: '1' };
    const child = spawn(local, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
      stdio: 'inherit',
      env,
    });
    // Who ends us means the child; what reaches both (Ctrl-C in a terminal) the child takes for one.
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => child.kill(name));
    child.on('exit', (code) => process.exit(code ?? 1));
  } else {
    console.error(
      `claude-failover cannot start: it needs Node.js 22.22 or newer, this is ${process.version} (${process.execPath}). Install a newer Node.js.`,
    );
    process.exit(1);
  }
}
