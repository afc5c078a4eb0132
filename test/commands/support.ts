import { spawn } from 'node:child_process';
import { BIN } from '../support/supervisor.js';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input; without it there is none. */
  readonly input?: string | Uint8Array;
}

/** Runs one command line of the product as a process of its own, to its end. */
export function command(args: readonly string[], options: CommandOptions): Promise<Ran> {
  const { env, cwd, input } = options;
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    out += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    err += chunk;
  });
  // A command that refuses its input does not read it.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}
