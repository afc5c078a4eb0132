import { z } from 'zod';
import type { ServiceFacts } from '../../doctor/service.js';
import { LIMIT_KINDS, VERDICTS, VETOES } from '../../words.js';
import { BODIES } from '../requests.js';
import { count, listOf, orNull, record, said, text, time } from './form.js';
import { QueueSchema, StatusSchema } from './snapshot.js';

const health = record({
  status: z.enum(['ok', 'degraded']),
  reasons: said(listOf(text), 'Empty when ok. Without the token they name nobody and nothing.'),
});

const classified = record({
  verdict: z.enum(VERDICTS),
  hit: said(orNull(z.enum(['sure', 'suspected'])), 'What this pane alone would confirm, or only suspect.'),
  limit: orNull(record({ kind: z.enum(LIMIT_KINDS), resetsAt: orNull(time) })),
  vetoes: listOf(z.enum(VETOES)),
  evidence: listOf(record({ row: said(count, 'From the top, 0 the first.'), text, rule: text })),
});

const folder = record({
  screens: count,
  exempt: count,
  matrix: said(z.record(text, z.record(text, count)), 'Label, verdict, how many.'),
  limitScreens: count,
  limitSure: count,
  misses: listOf(record({ name: text, label: text, verdict: text, hit: orNull(text), reason: text })),
});

const history = record({
  at: time,
  what: z.enum(['start', 'command', 'swap', 'hit', 'task', 'session', 'settings', 'note']),
  text,
});

const doctor = record({
  schemaVersion: z.literal(1),
  ok: said(z.boolean(), 'Nothing is bad.'),
  findings: listOf(
    record({
      id: said(text, 'Stable.'),
      level: z.enum(['ok', 'info', 'warn', 'bad']),
      what: text,
      why: text,
      mend: said(text, 'What the person can do; empty when there is nothing to do.'),
    }),
  ),
});

const service = record<ServiceFacts & { readonly schemaVersion: 1 }>({
  schemaVersion: z.literal(1),
  path: said(text, 'Of the unit.'),
  unit: z.enum(['none', 'ours', 'foreign']),
  stale: said(listOf(text), 'Programs of the unit that are not there.'),
  enabled: said(orNull(text), 'As systemd says; null when it cannot be asked.'),
  active: orNull(text),
  lingers: said(orNull(z.boolean()), 'It outlives a logout.'),
  user: text,
});

const answer = z.union([
  said(record({ intentId: said(text, 'The id of the swap in GET /status.'), text }), '202: begun.'),
  said(record({ text }), '200: done.'),
  said(record({ reason: text }), '409: refused. Any other 4xx or 5xx: not served.'),
]);

/** One form of JSON that others read. */
export interface SchemaEntry {
  readonly title: string;
  readonly form: z.ZodType;
}

/** Every form of JSON others read, by the name of its file: `schema/<name>.v1.json`. New fields may come, none goes or changes. */
export const SCHEMAS: Readonly<Record<string, SchemaEntry>> = {
  status: {
    title: 'claude-failover status --json, GET /status, the data of GET /events',
    form: StatusSchema,
  },
  health: { title: 'GET /health', form: health },
  answer: { title: 'The answer to a POST', form: answer },
  queue: { title: 'claude-failover queue list --json', form: QueueSchema },
  history: { title: 'One line of claude-failover history --json', form: history },
  classify: { title: 'claude-failover classify --json of one screen', form: classified },
  'classify-folder': { title: 'claude-failover classify --json of a folder', form: folder },
  doctor: { title: 'claude-failover doctor --json', form: doctor },
  'service-status': { title: 'claude-failover service status --json', form: service },
  ...requests(),
};

/** `request-swap` is the body of `POST /swap`. */
function requests(): Readonly<Record<string, SchemaEntry>> {
  const entries = Object.entries(BODIES).map(([order, form]) => {
    return [`request-${order}`, { title: `The body of POST /${order}`, form }] as const;
  });
  return Object.fromEntries(entries);
}

/** The JSON Schema (draft 2020-12) of one of them; fields it does not name are allowed. */
export function jsonSchemaOf({ title, form }: SchemaEntry): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(form, { io: 'input' });
  return { $schema, title, ...rest };
}
