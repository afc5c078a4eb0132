import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Tells which files of packages, and which of Node's own parts, a process has loaded with a module of ours. */
const SCRIPT = `
import { registerHooks } from 'node:module';
const files = [];
registerHooks({
  load: (url, context, next) => {
    const file = /\\/node_modules\\/(.+)/.exec(url)?.[1];
    if (file !== undefined) files.push(file);
    return next(url, context);
  },
});
const module = await import(process.argv[1]);
await module[process.argv[2]]?.();
const parts = process.moduleLoadList.filter((part) => /undici|http2/.test(part));
process.stdout.write(JSON.stringify({ files, parts }));
`;

interface Loaded {
  readonly files: readonly string[];
  /** Of Node: undici and HTTP/2, which take long and much. */
  readonly parts: readonly string[];
}

/** `call`: what the module exports and is to be called too. */
function loadedWith(module: string, call = ''): Loaded {
  const place = new URL(`../../dist/${module}`, import.meta.url).href;
  const argv = ['--input-type=module', '-e', SCRIPT, place, call];
  return JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
}

function packagesOf({ files }: Loaded): ReadonlySet<string | undefined> {
  return new Set(files.map((file) => /^(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]));
}

test('a supervisor without a screen loads nothing that only some need', () => {
  const loaded = loadedWith('commands/run.js');
  const packages = [...packagesOf(loaded)];
  expect(packages).toEqual(expect.arrayContaining(['zod', 'yaml', 'chokidar', 'execa']));
  for (const name of ['conf', 'ajv', 'node-telegram-bot-api', 'resend', 'ink', 'react'])
    expect(packages).not.toContain(name);
  expect(loaded.parts).toEqual([]);
});

test('the dashboard loads Ink without a library of 400 files and without undici', () => {
  const loaded = loadedWith('commands/draw.js', 'loadDrawing');
  expect([...packagesOf(loaded)]).toEqual(expect.arrayContaining(['ink', 'react', 'yoga-layout']));
  expect(loaded.files.filter((file) => file.startsWith('es-toolkit/')).length).toBeLessThan(20);
  expect(loaded.parts).toEqual([]);
});
