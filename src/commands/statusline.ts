import { spawn } from 'node:child_process';
import { jsonOf, processesAbove, readInput } from '../adapters/hooks/input.js';
import { tellSupervisor } from '../adapters/hooks/send.js';
import { type LineReply, lineText } from '../core/hooks/line.js';
import { shrinkStatusLine } from '../core/hooks/shrink.js';
import { isRecord } from '../core/json.js';
import { EXIT } from './exit.js';
import { flagOf } from './hook.js';
import { stateDirOf } from './place.js';

/** `statusline`: run by Claude Code with the status line's JSON on standard input; prints one line, or what `--wrap COMMAND` prints. */
export async function run(argv: readonly string[]): Promise<number> {
  if (process.stdin.isTTY) {
    process.stderr.write(
      'This is run by Claude Code, which gives it JSON. Set it up with: claude-failover hooks install --statusline\n',
    );
    return EXIT.usage;
  }
  const bytes = await readInput(process.stdin);
  const input = jsonOf(bytes);
  const wrapped = flagOf(argv, '--wrap');
  if (wrapped !== null) {
    const [, code] = await Promise.all([tell(argv, input), runOther(wrapped, bytes)]);
    return code;
  }
  const reply = await tell(argv, input);
  const color = (process.env.NO_COLOR ?? '') === '';
  process.stdout.write(`${lineText(input, reply, { color, nowMs: Date.now() })}\n`);
  return EXIT.good;
}

/** Hands on what it says of usage; null when nobody listens. A line must never fail for that. */
async function tell(argv: readonly string[], input: unknown): Promise<LineReply | null> {
  try {
    const body = shrinkStatusLine(input, { pids: processesAbove(), nowMs: Date.now() });
    const stateDir = stateDirOf(flagOf(argv, '--state-dir'), process.env);
    const answer = body === null ? null : await tellSupervisor({ stateDir, env: process.env }, body);
    return isReply(answer) ? answer : null;
  } catch {
    return null;
  }
}

function isReply(answer: unknown): answer is LineReply {
  if (!isRecord(answer)) return false;
  const { account, state, untilMs } = answer;
  const hasWords = typeof account === 'string' && typeof state === 'string';
  return hasWords && (untilMs === null || typeof untilMs === 'number');
}

/** The person's own status line: the same input, its output as it is, its exit code. */
function runOther(command: string, bytes: Buffer | null): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'inherit', 'inherit'] });
    child.on('error', () => resolve(EXIT.failed));
    child.on('close', (code) => resolve(code ?? EXIT.failed));
    // It need not read what it is given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(bytes ?? '');
  });
}
