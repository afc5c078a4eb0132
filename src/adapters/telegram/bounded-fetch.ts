const MAX_BYTES = 4 * 1024 * 1024;

export interface BoundedFetch {
  readonly fetch: typeof fetch;
  /** Unix seconds of the newest answer's `Date` header, else our own clock's. */
  serverSeconds(): number;
}

/**
 * `fetch` for a server that may be anything: no redirects (the token stands in the address), at most 4 MB of body, and the
 * server's clock kept, by which the age of a message is told.
 */
export function boundedFetch(maxBytes = MAX_BYTES): BoundedFetch {
  let dateMs = Number.NaN;
  return {
    serverSeconds: () => Math.floor((Number.isNaN(dateMs) ? Date.now() : dateMs) / 1_000),
    fetch: async (input, init) => {
      const response = await fetch(input, { ...init, redirect: 'error' });
      dateMs = Date.parse(response.headers.get('date') ?? '');
      const text = await boundedText(response, maxBytes);
      return new Response(text, { status: response.status, headers: response.headers });
    },
  };
}

async function boundedText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the body, which closes the connection.
    if (size > maxBytes) throw new Error(`the answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
