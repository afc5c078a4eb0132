/** The head of a request as it came: names in lower case, every repeat kept, in order. */
export interface Head {
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** Why a request is not served; `status` is 4xx or 5xx. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/** Headers of which a second one is an attempt to be read in two ways. */
const SINGLE = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'transfer-encoding',
  'origin',
  'sec-fetch-site',
]);

/** What nobody may send, whoever they are: null when the head is plain. */
export function malformed(head: Head): Refusal | null {
  const seen = new Set<string>();
  for (const [name] of head.headers) {
    if (SINGLE.has(name) && seen.has(name)) return { status: 400, reason: `there is more than one ${name}` };
    seen.add(name);
  }
  if (seen.has('upgrade'))
    return { status: 400, reason: 'no other protocol is spoken here: leave Upgrade out' };
  if (seen.has('expect'))
    return { status: 417, reason: 'nothing is told before the whole request is here: leave Expect out' };
  return null;
}

/**
 * What a web page could have sent, which reaches a port of this machine through its person's browser: a Host that is not
 * ours (a name that was made to point here), or the marks a browser puts on its requests. Null when there is none.
 */
export function foreign(head: Head, port: number): Refusal | null {
  const host = headerOf(head, 'host')?.toLowerCase() ?? '';
  const ours = ['127.0.0.1', 'localhost', '[::1]'].flatMap((name) =>
    port === 80 ? [name, `${name}:80`] : [`${name}:${port}`],
  );
  if (!ours.includes(host))
    return { status: 403, reason: `the Host must be 127.0.0.1:${port} or localhost:${port}` };
  const site = headerOf(head, 'sec-fetch-site');
  if (headerOf(head, 'origin') !== null || (site !== null && site !== 'none'))
    return { status: 403, reason: 'web pages are not served: no Origin, and no Sec-Fetch-Site but none' };
  return null;
}

/** The token of `Authorization: Bearer …`; null without one. */
export function bearerOf(head: Head): string | null {
  return /^bearer +([^ ]+) *$/i.exec(headerOf(head, 'authorization') ?? '')?.[1] ?? null;
}

/** JSON by name, in UTF-8: what a form of a web page cannot send. */
export function isJsonType(type: string | undefined): boolean {
  return /^application\/json(?: *; *charset="?utf-8"?)?$/i.test(type ?? '');
}

function headerOf({ headers }: Head, wanted: string): string | null {
  return headers.find(([name]) => name === wanted)?.[1] ?? null;
}
