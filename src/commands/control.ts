import { askSupervisor, type Method } from '../adapters/http/client.js';
import type { Whereabouts } from '../adapters/http/socket-place.js';
import { cleanText } from '../core/clean-text.js';
import { isRecord } from '../core/json.js';
import type { Snapshot } from '../core/snapshot.js';
import { type Parsed, PLACE_OPTIONS, parseArguments } from './arguments.js';
import { EXIT } from './exit.js';
import { complain, out } from './print.js';
import { refuse } from './refuse.js';
import { whereOf } from './where.js';

/** Said of a supervisor whose snapshot has another form. */
export const OTHER_VERSION =
  'The running claude-failover is of another version: its status cannot be read. End it and start it anew.';

export type Answered =
  | { readonly type: 'answer'; readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  | { readonly type: 'none' }
  /** The person was told; the exit code. */
  | { readonly type: 'told'; readonly code: number };

/** Asks the supervisor; says so when it runs and gives no answer. */
export async function askOr(
  where: Whereabouts,
  method: Method,
  path: string,
  body?: object,
): Promise<Answered> {
  const reply = await askSupervisor(where, method, path, body === undefined ? {} : { body });
  if (reply.type === 'none') return reply;
  if (reply.type === 'failed') {
    complain(
      `claude-failover runs and cannot be asked: ${reply.reason}. See supervisor.log in ${where.stateDir}.`,
    );
    return { type: 'told', code: EXIT.failed };
  }
  const { status, body: answer } = reply;
  return { type: 'answer', status, body: isRecord(answer) ? answer : {} };
}

/** Says that nobody runs. */
export function nobody({ stateDir }: Whereabouts): number {
  return refuse(
    `No claude-failover runs with the state directory ${stateDir}. Start one (claude-failover, or claude-failover run --headless), or name its directory with --state-dir.`,
  );
}

/** The snapshot of the running supervisor, or the exit code after the person was told why there is none. */
export async function readStatus(where: Whereabouts): Promise<Snapshot | number> {
  const answer = await askOr(where, 'GET', '/status');
  if (answer.type === 'none') return nobody(where);
  if (answer.type === 'told') return answer.code;
  if (answer.status === 200 && answer.body.schemaVersion === 1) return answer.body as unknown as Snapshot;
  complain(OTHER_VERSION);
  return EXIT.failed;
}

/** Gives an order, tells what became of it, and answers the exit code. */
export async function giveOrder(where: Whereabouts, path: string, body: object): Promise<number> {
  const answer = await askOr(where, 'POST', path, body);
  if (answer.type === 'none') return nobody(where);
  return answer.type === 'told' ? answer.code : tellAnswer(answer);
}

/** Prints an answer to an order. */
export function tellAnswer({ status, body }: Extract<Answered, { type: 'answer' }>): number {
  if (status === 200 || status === 202) {
    out(`${cleanText(String(body.text ?? 'done'))}\n`);
    return EXIT.good;
  }
  complain(`Refused: ${String(body.reason ?? `answer ${status}`)}.`);
  if (status === 409) return EXIT.refused;
  return status === 400 ? EXIT.usage : EXIT.failed;
}

/** A command that is one order: reads its arguments (at most `most`) and makes the body of them. */
export async function runOrder(
  argv: readonly string[],
  path: string,
  shape: {
    readonly options?: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
    readonly most?: number;
    readonly body: (parsed: Parsed) => object;
  },
): Promise<number> {
  const parsed = parseArguments(argv, { ...PLACE_OPTIONS, ...shape.options }, shape.most ?? 0);
  return giveOrder(whereOf(parsed), path, shape.body(parsed));
}
