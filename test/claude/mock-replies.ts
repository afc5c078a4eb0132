import type { ServerResponse } from 'node:http';

/** The window a refusal names, as `anthropic-ratelimit-unified-representative-claim` spells it. */
export type Claim =
  | 'five_hour'
  | 'seven_day'
  | 'seven_day_opus'
  | 'seven_day_sonnet'
  | 'overage'
  | (string & {});

/**
 * One answer of the mock. Epochs are seconds; `null` leaves the reset headers out. A tool's `name` may list the names
 * it had over the versions (`Agent|Task`): the first that the request offers is used.
 */
export type Reply =
  | { readonly kind: 'text'; readonly text: string; readonly chunkDelayMs?: number; readonly holdMs?: number }
  | {
      readonly kind: 'tool';
      readonly text?: string;
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
    }
  | {
      readonly kind: 'limit';
      readonly claim: Claim;
      readonly resetAt: number | null;
      readonly overage?: Overage;
      /** The refusal comes this late. */
      readonly holdMs?: number;
    }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

/** `status: null` leaves the overage headers out. */
export interface Overage {
  readonly status: 'rejected' | 'allowed' | null;
  readonly disabledReason?: string;
}

export const text = (words: string): Reply => ({ kind: 'text', text: words });

export const bash = (command: string, say?: string): Reply => ({
  kind: 'tool',
  name: 'Bash',
  input: { command, description: 'Run a command' },
  ...(say === undefined ? {} : { text: say }),
});

/** A sub-agent is set to work. */
export const agent: Reply = {
  kind: 'tool',
  name: 'Agent|Task',
  text: 'I will delegate this.',
  input: {
    description: 'Look around',
    prompt: 'List the files.',
    subagent_type: 'general-purpose',
    run_in_background: false,
  },
};

export const limit = (claim: Claim, resetAt: number | null, overage?: Overage): Reply => ({
  kind: 'limit',
  claim,
  resetAt,
  ...(overage === undefined ? {} : { overage }),
});

const errorBody = (type: string, message: string): string =>
  JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_011CZexample' });

export const httpError = (
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Reply => ({
  kind: 'error',
  status,
  body: errorBody(type, message),
  headers,
});

/** A 429 without any unified header: the server is busy, the account is not limited. */
export const plain429 = (): Reply =>
  httpError(
    429,
    'rate_limit_error',
    "This request would exceed your account's rate limit. Please try again later.",
  );

/** The incident this product exists for: a server error whose text speaks of a limit. */
export const incident500 = (): Reply =>
  httpError(
    500,
    'api_error',
    'Internal server error: usage limit reached while checking the rate limit. Please try again later.',
  );

export const overloaded529 = (): Reply => httpError(529, 'overloaded_error', 'Overloaded');

export const refused401 = (): Reply => httpError(401, 'authentication_error', 'Invalid bearer token');

const unified = (entries: Record<string, string | number>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entries).map(([key, value]) => [`anthropic-ratelimit-unified-${key}`, String(value)]),
  );

function allowedHeaders(nowSeconds: number): Record<string, string> {
  return unified({
    status: 'allowed',
    reset: nowSeconds + 9000,
    'representative-claim': 'five_hour',
    '5h-utilization': 0.4,
    '5h-reset': nowSeconds + 9000,
    '5h-status': 'allowed',
    '7d-utilization': 0.42,
    '7d-reset': nowSeconds + 300_000,
    '7d-status': 'allowed',
  });
}

function limitHeaders(reply: Extract<Reply, { kind: 'limit' }>): Record<string, string> {
  const window = reply.claim === 'five_hour' ? '5h' : '7d';
  const overage = reply.overage ?? { status: 'rejected', disabledReason: 'org_level_disabled' };
  return unified({
    status: 'rejected',
    'representative-claim': reply.claim,
    [`${window}-utilization`]: 1,
    [`${window}-status`]: 'rejected',
    ...(reply.resetAt === null ? {} : { reset: reply.resetAt, [`${window}-reset`]: reply.resetAt }),
    ...(overage.status === null ? {} : { 'overage-status': overage.status }),
    ...(overage.disabledReason === undefined ? {} : { 'overage-disabled-reason': overage.disabledReason }),
  });
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface Block {
  readonly start: Record<string, unknown>;
  readonly deltas: readonly Record<string, unknown>[];
  readonly whole: Record<string, unknown>;
}

function textBlock(words: string): Block {
  const pieces = words.match(/\S+\s*|\s+/g) ?? [];
  return {
    start: { type: 'text', text: '' },
    deltas: pieces.map((piece) => ({ type: 'text_delta', text: piece })),
    whole: { type: 'text', text: words },
  };
}

function blocksOf(reply: Extract<Reply, { kind: 'text' | 'tool' }>, id: number): readonly Block[] {
  const said = reply.text === undefined || reply.text === '' ? [] : [textBlock(reply.text)];
  if (reply.kind === 'text') return said;
  const use = { type: 'tool_use', id: `toolu_mock${id}`, name: reply.name };
  const json = JSON.stringify(reply.input);
  const tool: Block = {
    start: { ...use, input: {} },
    deltas: [{ type: 'input_json_delta', partial_json: json }],
    whole: { ...use, input: reply.input },
  };
  return [...said, tool];
}

function messageOf(
  reply: Extract<Reply, { kind: 'text' | 'tool' }>,
  id: number,
  model: string,
): Record<string, unknown> {
  return {
    id: `msg_mock${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content: blocksOf(reply, id).map((block) => block.whole),
    stop_reason: reply.kind === 'tool' ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: 10,
      output_tokens: 10,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
    },
  };
}

async function stream(
  out: ServerResponse,
  reply: Extract<Reply, { kind: 'text' | 'tool' }>,
  id: number,
  model: string,
): Promise<void> {
  const send = (type: string, data: Record<string, unknown>): void => {
    out.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  };
  const message = messageOf(reply, id, model);
  send('message_start', { message: { ...message, content: [], stop_reason: null } });
  if (reply.kind === 'text' && reply.holdMs !== undefined) await wait(reply.holdMs);
  for (const [index, block] of blocksOf(reply, id).entries()) {
    send('content_block_start', { index, content_block: block.start });
    for (const delta of block.deltas) {
      if (out.destroyed) return;
      send('content_block_delta', { index, delta });
      if (reply.kind === 'text' && reply.chunkDelayMs !== undefined) await wait(reply.chunkDelayMs);
    }
    send('content_block_stop', { index });
  }
  send('message_delta', {
    delta: { stop_reason: message.stop_reason, stop_sequence: null },
    usage: { output_tokens: 10 },
  });
  send('message_stop', {});
  out.end();
}

function offered(reply: Reply, tools: readonly string[]): Reply {
  if (reply.kind !== 'tool') return reply;
  const names = reply.name.split('|');
  return { ...reply, name: names.find((name) => tools.includes(name)) ?? names[0] ?? reply.name };
}

/** Writes one answer the way the service would: SSE when the request asked for a stream, else one JSON body. */
export async function writeReply(
  out: ServerResponse,
  wanted: Reply,
  request: { id: number; model: string; stream: boolean; tools: readonly string[] },
): Promise<void> {
  const reply = offered(wanted, request.tools);
  const json = { 'content-type': 'application/json', 'request-id': `req_mock${request.id}` };
  if (reply.kind === 'limit') {
    if (reply.holdMs !== undefined) await wait(reply.holdMs);
    out.writeHead(429, { ...json, ...limitHeaders(reply) });
    out.end(
      errorBody(
        'rate_limit_error',
        "This request would exceed your account's rate limit. Please try again later.",
      ),
    );
    return;
  }
  if (reply.kind === 'error') {
    out.writeHead(reply.status, { ...json, ...reply.headers });
    out.end(reply.body);
    return;
  }
  const allowed = allowedHeaders(Math.floor(Date.now() / 1000));
  if (!request.stream) {
    out.writeHead(200, { ...json, ...allowed });
    out.end(JSON.stringify(messageOf(reply, request.id, request.model)));
    return;
  }
  out.writeHead(200, { ...json, ...allowed, 'content-type': 'text/event-stream' });
  await stream(out, reply, request.id, request.model);
}
