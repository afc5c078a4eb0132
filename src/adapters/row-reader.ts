import { parseJson } from '../core/json.js';
import type { TranscriptRow } from '../core/transcript.js';
import { parseRow } from '../core/transcript-row.js';

const REMEMBERED_ROWS = 2_000;

export interface NewLines {
  readonly own: readonly string[];
  /** From the files of sub-agents. */
  readonly agents: readonly string[];
}

function versionIn(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('version' in json)) return null;
  return typeof json.version === 'string' ? json.version.slice(0, 32) : null;
}

/** Turns lines of one process's transcript into rows, each row told once. */
export class RowReader {
  readonly #zone: string;
  readonly #sinceMs: number;
  readonly #max: number;
  /** A file read anew must not tell its rows again. */
  readonly #told = new Set<string>();
  #version: string | null = null;

  /** `zone`: IANA, of times printed without one. `sinceMs`: wall clock of the process's start. `max`: most rows of one call. */
  constructor(zone: string, sinceMs: number, max: number) {
    this.#zone = zone;
    this.#sinceMs = sinceMs;
    this.#max = max;
  }

  /** Version of the CLI as its newest line tells it. */
  get version(): string | null {
    return this.#version;
  }

  /** The newest rows in the order of their file; a sub-agent's refusal stands before the first row that is younger. */
  read(lines: NewLines): readonly TranscriptRow[] {
    const refusals = this.#refusals(lines.agents);
    const rows = this.#own(lines.own, this.#max - refusals.length);
    for (const row of refusals) {
      const younger = rows.findIndex(({ atMs }) => atMs > row.atMs);
      rows.splice(younger === -1 ? rows.length : younger, 0, row);
    }
    this.#forget();
    return rows;
  }

  /** From the newest backwards: of a long tail only what is answered is parsed. */
  #own(lines: readonly string[], max: number): TranscriptRow[] {
    const rows: TranscriptRow[] = [];
    let version: string | null = null;
    for (let at = lines.length - 1; at >= 0 && rows.length < max; at -= 1) {
      const json = parseJson(lines[at] ?? '');
      version ??= versionIn(json);
      const row = this.#newRow(json);
      if (row !== null) rows.push(row);
    }
    this.#version = version ?? this.#version;
    return rows.reverse();
  }

  /** Oldest first. The rest of what sub-agents do is their own affair, and so is what they met under an earlier process. */
  #refusals(lines: readonly string[]): readonly TranscriptRow[] {
    const rows: TranscriptRow[] = [];
    for (const line of lines) {
      if (!line.includes('"isApiErrorMessage"')) continue;
      const row = this.#newRow(parseJson(line));
      if (row?.type === 'limit' && row.atMs >= this.#sinceMs) rows.push({ ...row, sidechain: true });
    }
    return rows.sort((a, b) => a.atMs - b.atMs).slice(-Math.floor(this.#max / 2));
  }

  #newRow(json: unknown): TranscriptRow | null {
    const row = parseRow(json, this.#zone);
    if (row === null || this.#told.has(row.uuid)) return null;
    this.#told.add(row.uuid);
    return row;
  }

  #forget(): void {
    for (const uuid of this.#told) {
      if (this.#told.size <= REMEMBERED_ROWS) break;
      this.#told.delete(uuid);
    }
  }
}
