// Builds what changed, and says so at once when there is something to build: a first build takes a while.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const tsc = spawn('tsc', ['-b', '--verbose'], { stdio: ['ignore', 'pipe', 'inherit'] });
const said = [];
let isTold = false;
for await (const line of createInterface({ input: tsc.stdout })) {
  if (/ Building project /.test(line) && !isTold) {
    isTold = true;
    process.stderr.write('Building...\n');
  }
  said.push(line);
}
const code =
  tsc.exitCode ?? (await new Promise((resolve) => tsc.on('close', (ended) => resolve(ended ?? 1))));
// What it says of its steps begins with a clock or a blank; the rest is errors.
const errors = said.filter((line) => line !== '' && !/^\d\d:\d\d:\d\d |^ {4}\* /.test(line));
if (code !== 0) process.stdout.write(`${errors.join('\n')}\n`);
process.exitCode = code;
