import type { TranscriptRow } from '../../dist/core/transcript.js';
import type { Surroundings } from './surroundings.ts';

/** A process's side of its conversation's transcript; without one it writes nothing. */
export class Notes {
  readonly #world: Surroundings;
  readonly #conversation: string;
  readonly #isKept: boolean;
  #unread: TranscriptRow[] = [];

  constructor(world: Surroundings, conversation: string, isKept: boolean) {
    this.#world = world;
    this.#conversation = conversation;
    this.#isKept = isKept;
    this.reread();
  }

  /** The file is there and can be read. */
  get isThere(): boolean {
    return this.#isKept && this.#world.transcript(this.#conversation).length > 0;
  }

  /** What `--resume` draws again; '' in a new conversation. */
  get lastPrompt(): string {
    const rows = this.#isKept ? this.#world.transcript(this.#conversation) : [];
    return rows.findLast((row) => row.type === 'prompt')?.text ?? '';
  }

  /** A supervisor that starts reads the tail anew. */
  reread(): void {
    this.#unread = this.#isKept ? [...this.#world.transcript(this.#conversation)] : [];
  }

  /** Rows that came since the last call. */
  take(): readonly TranscriptRow[] {
    const rows = this.#unread;
    this.#unread = [];
    return rows;
  }

  limit(resetsAtMs: number): void {
    const limit = { kind: 'five-hour', resetsAtMs, sure: true } as const;
    this.#write({ ...this.#base('limit', "You've hit your 5-hour limit"), limit, endsTurn: true });
  }

  row(type: 'prompt' | 'tool-result' | 'reply' | 'api-error', text: string): void {
    const error = type === 'api-error' ? 'server_error' : '';
    this.#write({ ...this.#base(type, text), error, endsTurn: type === 'reply' || type === 'api-error' });
  }

  #base(type: TranscriptRow['type'], text: string): TranscriptRow {
    const uuid = `row-${this.#world.serial()}`;
    const rest = { sidechain: false, limit: null, error: '', status: null, endsTurn: false };
    return { uuid, atMs: this.#world.wall(), type, text, ...rest };
  }

  #write(row: TranscriptRow): void {
    if (!this.#isKept) return;
    this.#unread.push(row);
    this.#world.write(this.#conversation, row);
  }
}
