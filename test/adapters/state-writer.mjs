/** Saves 1, 2, 3, … for ever and prints each number once it is told to be on the disk. */
const [, , module, dir] = process.argv;
const { createStateFile } = await import(module);
const file = createStateFile({ dir, schema: 1, validate: (state) => state });
const loaded = await file.load();
for (let n = loaded.type === 'ok' ? loaded.seq + 1 : 1; ; n++) {
  const saved = await file.save({ n }, 1);
  if (saved.ok) process.stdout.write(`${n}\n`);
}
