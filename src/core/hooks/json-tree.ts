/** A value in a JSON text, by its place: `text.slice(start, end)`. */
export type JsonNode = JsonObject | JsonArray | JsonScalar;

export interface JsonObject {
  readonly type: 'object';
  readonly start: number;
  readonly end: number;
  readonly members: readonly JsonMember[];
}

export interface JsonArray {
  readonly type: 'array';
  readonly start: number;
  readonly end: number;
  readonly items: readonly JsonNode[];
}

/** A string, a number, true, false or null. */
export interface JsonScalar {
  readonly type: 'scalar';
  readonly start: number;
  readonly end: number;
  readonly value: unknown;
}

export interface JsonMember {
  readonly key: string;
  /** Where its key begins; it ends with its value. */
  readonly start: number;
  readonly value: JsonNode;
}

const BLANK = /[ \t\r\n]*/y;
const SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonNode {
    this.#blanks();
    const char = this.#text.charAt(this.#at);
    if (char === '{') return this.#object();
    return char === '[' ? this.#array() : this.#scalar();
  }

  #blanks(): void {
    BLANK.lastIndex = this.#at;
    this.#at += BLANK.exec(this.#text)?.[0].length ?? 0;
  }

  /** The next thing that is no blank, when it is this. */
  #skip(char: string): boolean {
    this.#blanks();
    if (this.#text.charAt(this.#at) !== char) return false;
    this.#at += 1;
    return true;
  }

  #object(): JsonObject {
    const start = this.#at++;
    const members: JsonMember[] = [];
    while (!this.#skip('}')) {
      this.#blanks();
      const key = this.#scalar();
      this.#skip(':');
      members.push({ key: String(key.value), start: key.start, value: this.read() });
      this.#skip(',');
    }
    return { type: 'object', start, end: this.#at, members };
  }

  #array(): JsonArray {
    const start = this.#at++;
    const items: JsonNode[] = [];
    while (!this.#skip(']')) {
      items.push(this.read());
      this.#skip(',');
    }
    return { type: 'array', start, end: this.#at, items };
  }

  #scalar(): JsonScalar {
    const start = this.#at;
    SCALAR.lastIndex = start;
    const raw = SCALAR.exec(this.#text)?.[0] ?? '';
    this.#at += raw.length;
    return { type: 'scalar', start, end: this.#at, value: JSON.parse(raw) };
  }
}

/** The tree of a JSON text; null when it is none. */
export function jsonTree(text: string): JsonNode | null {
  try {
    JSON.parse(text);
    return new Reader(text).read();
  } catch {
    return null;
  }
}

/** The member of this name that counts: the last one. */
export function memberOf(node: JsonNode | undefined, key: string): JsonMember | undefined {
  return node?.type === 'object' ? node.members.findLast((member) => member.key === key) : undefined;
}
