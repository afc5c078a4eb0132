/** Moves tasks about for ever and prints a line for each move: for tests that kill it. */
const [, , module, dir] = process.argv;
const { openQueue } = await import(module);
const queue = openQueue({
  dir,
  forbidden: [],
  watch: () => ({ on: () => undefined, close: async () => undefined }),
});
await queue.start();
for (const task of queue.facts().running)
  await queue.move({ task, from: 'running', to: 'inbox', reason: '' });
const ENDS = ['done', 'failed', 'inbox'];
for (let n = 0; ; n++) {
  const { waiting, finished } = queue.facts();
  const next = waiting[n % Math.max(1, waiting.length)];
  const ended = finished[n % Math.max(1, finished.length)];
  if (next !== undefined && (await queue.claim(next.id)).ok) {
    await queue.prompt(next.id);
    await queue.move({ task: next.id, from: 'running', to: ENDS[n % 3], reason: `end ${n}` });
  }
  if (ended !== undefined && n % 2 === 0) {
    await queue.move({ task: ended.id, from: ended.outcome, to: 'inbox', reason: '' });
  }
  await queue.add(`added ${process.pid}-${n}`, `added-${process.pid}-${n}`);
  process.stdout.write(`${n}\n`);
}
