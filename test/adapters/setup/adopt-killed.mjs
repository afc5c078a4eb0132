/** Begins the adoption of the record, and is killed by SIGKILL right before its step `nth`. */
import { readFileSync } from 'node:fs';

const [, , dist, stateDir, file, nth] = process.argv;
const { writeRecord } = await import(`${dist}/record-file.js`);
const { performSteps } = await import(`${dist}/perform.js`);
const record = JSON.parse(readFileSync(file, 'utf8'));
await writeRecord(stateDir, record);
await performSteps(record.steps, (step) => {
  if (step === Number(nth)) process.kill(process.pid, 'SIGKILL');
});
