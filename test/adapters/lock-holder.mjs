/** Tries to take the lock, prints what came of it, and holds it until its input closes. */
const [, , module, dir, platform] = process.argv;
const { acquireLock } = await import(module);
const result = await acquireLock({ kind: 'state', dir }, platform);
process.stdout.write(`${result.type}:${result.pid ?? ''}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
