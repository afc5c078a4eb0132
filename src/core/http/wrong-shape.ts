import { z } from 'zod';
import { formatIssues } from '../config/issues.js';

/** What is wrong with a body: each key with what it takes, in one line. */
export function wrongShape(error: z.ZodError, body: unknown, schema: z.ZodType): string {
  const problems = formatIssues(error.issues, [], {
    file: '',
    raw: body,
    locate: () => null,
    describe: () => z.toJSONSchema(schema, { io: 'input' }),
  });
  // Some orders take no key at all, and a body is no YAML.
  const told = problems.map(({ key, message }) => ({
    key,
    message: message.replace(/\. Allowed here: $|: lines such as ".*"$/, ''),
  }));
  return told.map(({ key, message }) => `${key === '' ? 'the body' : key} ${message}`).join('; ');
}
