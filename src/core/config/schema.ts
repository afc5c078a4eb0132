import { z } from 'zod';
import { POLICIES } from '../switcher/policies/index.js';
import { MODES } from '../words.js';
import { splitCommand } from './command.js';
import { duration } from './duration.js';

/** Names that are safe in a tmux target, a file name and a log line. */
export const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$/;
const NAME_HELP = 'must be 1 to 64 letters, digits, "_" or "-" (which cannot come first)';

const name = z.string().regex(NAME, NAME_HELP);
const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/;
const ONE_LINE_HELP = 'must be one line without control characters';
const path = z
  .string()
  .min(1, 'must not be empty: write a path such as ~/work')
  .regex(ONE_LINE, ONE_LINE_HELP);
const command = z
  .string()
  .regex(ONE_LINE, ONE_LINE_HELP)
  .refine((line) => splitCommand(line) !== null, {
    error: 'must be a command with its arguments and closed quotes, such as claude --model opus',
  });
const variables = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
  z.string().regex(/^[^\0]*$/, 'must not hold the character NUL'),
);

const account = z.strictObject({
  name,
  dir: path,
  priority: z.number().int().min(0).max(1000).default(100),
  auto: z.boolean().default(true),
});

const accounts = z.strictObject({
  link: path.default('~/.claude'),
  policy: z.enum(POLICIES.map(({ id }) => id)).default('priority'),
  list: z.array(account).max(64).default([]),
});

const pool = z.strictObject({
  prefix: z
    .string()
    .regex(
      /^[A-Za-z0-9_][A-Za-z0-9_-]{0,55}$/,
      'must be 1 to 56 letters, digits, "_" or "-" (which cannot come first)',
    )
    .default('ccl-'),
  first: z.number().int().min(0).max(9999).default(1),
  size: z.number().int().min(0).max(200).default(1),
  cwd: path,
  command: command.optional(),
  env: variables.optional(),
});

const dedicated = z.strictObject({
  name,
  cwd: path.optional(),
  command: command.optional(),
  env: variables.optional(),
});

const sessions = z.strictObject({
  command: command.default('claude'),
  pool: pool.optional(),
  dedicated: z.array(dedicated).max(500).default([]),
  reconcile: duration('1s', '1h').prefault('15s'),
});

const tmux = z.strictObject({
  socket: z
    .string()
    .regex(
      /^(?:[A-Za-z0-9_.-]{1,100}|[~/][^\u0000-\u001f\u007f-\u009f]+)$/,
      'must be a socket name (tmux -L) or an absolute path (tmux -S)',
    )
    .default('default'),
});

const PROACTIVE_HELP = 'must be off, or a percentage from 50 to 99';

const quota = z.strictObject({
  poll_interval: duration('200ms', '1m').prefault('1s'),
  confirm_after: duration('1s', '1h').prefault('30s'),
  reactivate_cooldown: duration('0s', '24h').prefault('5m'),
  min_blocked: z.number().int().min(1).max(500).default(1),
  min_wait: duration('0s', '5h').prefault('5m'),
  on_model_limit: z.enum(['swap', 'mark']).default('swap'),
  on_spend_limit: z.enum(['swap', 'mark']).default('mark'),
  proactive: z
    .union([z.literal('off'), z.number().int().min(50, PROACTIVE_HELP).max(99, PROACTIVE_HELP)], {
      error: PROACTIVE_HELP,
    })
    .default('off'),
  patterns: z
    .array(z.string().min(3, 'must have at least 3 characters').max(200).regex(ONE_LINE, ONE_LINE_HELP))
    .max(100)
    .default([]),
});

const switcher = z.strictObject({
  drain: duration('0s', '6h').prefault('10m'),
  stagger: duration('0s', '1m').prefault('300ms'),
});

const dispatcher = z.strictObject({
  queue_dir: path.default('$XDG_DATA_HOME/claude-failover/queue'),
  attempts: z.number().int().min(1).max(20).default(1),
});

const janitor = z.strictObject({
  done_max_age: duration('1m', '3650d').prefault('30d'),
  done_max_count: z.number().int().min(0).max(1_000_000).default(1000),
  failed_max_age: duration('1m', '3650d').prefault('90d'),
  failed_max_count: z.number().int().min(0).max(1_000_000).default(1000),
  every: duration('1m', '7d').prefault('1h'),
});

const secret = z
  .string()
  .regex(
    /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:[^\u0000-\u001f\u007f-\u009f]+|(?!env:|file:)[\x21-\x7e]+)$/,
    'must be env:NAME, file:PATH or the secret itself, without blanks',
  );
const id = z.number().int();
const address = z
  .string()
  .regex(
    /^(?:[^\s<>@,;]+@[^\s<>@,;]+|[^<>@\u0000-\u001f\u007f-\u009f]+<[^\s<>@,;]+@[^\s<>@,;]+>)$/,
    'must be an e-mail address such as you@example.com or "Name <you@example.com>"',
  );

const server = z
  .string()
  .regex(
    /^(?:https:\/\/[^\s/@?#]+|http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?)(?:\/[^\s?#]*)?$/,
    {
      error:
        'must be an https:// address without name or password (http:// only for 127.0.0.1, localhost and [::1])',
    },
  );

const telegram = z.strictObject({
  token: secret,
  chat_id: id,
  user_ids: z.array(id).max(50).default([]),
  api: server.default('https://api.telegram.org'),
});

const email = z.strictObject({
  resend_key: secret,
  from: address,
  to: z.array(address).min(1).max(20),
  api: server.default('https://api.resend.com'),
});

/** Channels that bring their own settings, by name; which there are is known where they are made. */
const channels = z.record(
  z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  z.record(z.string().regex(/^[a-z][a-z0-9_]{0,31}$/), secret),
);

const notifications = z.strictObject({
  telegram: telegram.optional(),
  email: email.optional(),
  channels: channels.default({}),
  quiet_hours: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'must be two times such as "22:00-07:00"')
    .optional(),
  coalesce: duration('0s', '10m').prefault('5s'),
  digest: duration('1m', '24h').prefault('15m'),
  escalate_after: duration('1m', '24h').prefault('15m'),
});

const http = z.strictObject({
  enabled: z.boolean().default(true),
  port: z.number().int().min(0).max(65_535).default(8765),
});

/** The whole configuration file. Unknown keys are errors; every key but those of list entries has a default. */
export const ConfigSchema = z.strictObject({
  mode: z.enum(MODES).default('auto'),
  accounts: accounts.prefault({}),
  sessions: sessions.prefault({}),
  tmux: tmux.prefault({}),
  quota: quota.prefault({}),
  switcher: switcher.prefault({}),
  watcher: z.strictObject({ timeout: duration('1s', '30d').prefault('2h') }).prefault({}),
  dispatcher: dispatcher.prefault({}),
  janitor: janitor.prefault({}),
  notifications: notifications.prefault({}),
  http: http.prefault({}),
  ui: z
    .strictObject({
      theme: z.enum(['auto', 'dark', 'light', 'terminal', 'mono']).default('auto'),
      mouse: z.boolean().default(false),
    })
    .prefault({}),
});

/** Keys as in the file, durations in milliseconds, paths as written (the file adapter makes them absolute). */
export type Config = z.output<typeof ConfigSchema>;
