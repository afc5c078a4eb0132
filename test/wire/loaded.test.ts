import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Tells which packages, and which of Node's own parts, a process has loaded with a module of ours. */
const SCRIPT = `
import { registerHooks } from 'node:module';
const packages = new Set();
registerHooks({
  load: (url, context, next) => {
    const name = /\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1];
    if (name !== undefined) packages.add(name);
    return next(url, context);
  },
});
await import(process.argv[1]);
const parts = process.moduleLoadList.filter((part) => /undici|http2/.test(part));
process.stdout.write(JSON.stringify([...packages, ...parts]));
`;

function loadedWith(module: string): readonly string[] {
  const place = new URL(`../../dist/${module}`, import.meta.url).href;
  const argv = ['--input-type=module', '-e', SCRIPT, place];
  return JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
}

test('a supervisor without a screen loads nothing that only some need', () => {
  const loaded = loadedWith('commands/run.js');
  expect(loaded).toEqual(expect.arrayContaining(['zod', 'yaml', 'chokidar', 'execa']));
  for (const name of ['conf', 'ajv', 'node-telegram-bot-api', 'resend', 'ink', 'react'])
    expect(loaded).not.toContain(name);
  expect(loaded.filter((part) => part.includes('NativeModule'))).toEqual([]);
});
