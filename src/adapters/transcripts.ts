import { join, resolve } from 'node:path';
import type { TranscriptAgent, TranscriptPort, TranscriptView } from '../core/ports.js';
import { AgentTails } from './agent-tails.js';
import { conversationInArgv } from './claude-process.js';
import { errorCode } from './errors.js';
import { fileSignature } from './file-signature.js';
import { LineTail } from './line-tail.js';
import { readArgv, ticksToMs } from './proc-files.js';
import { RealPaths } from './real-paths.js';
import { RowReader } from './row-reader.js';
import { findSessionFile, readSessionFile, type SessionFile, type SessionProcess } from './session-file.js';
import { conversationsSince, findTranscript } from './transcript-find.js';

export interface TranscriptOptions {
  /** Every account's directory and the link, as configured now. */
  readonly dirs: () => readonly string[];
  readonly home: string;
  readonly clock: () => { readonly wallMs: number; readonly steadyMs: number };
  /** IANA zone of reset times printed without one (CLI 1.0.128). */
  readonly zone: string;
  /** The conversation this process took up, as a hook of its own told; null when none did. */
  readonly told?: (pid: number, startedWallMs: number) => string | null;
  /** Most rows one call answers, the newest ones. */
  readonly maxRows?: number;
}

/** How often all directories are looked through again for a process. */
const SEARCH_MS = 5_000;
const MAX_TRACKED = 1_000;
const MAX_ROWS = 200;

interface Track {
  readonly agent: TranscriptAgent;
  readonly startedWallMs: number;
  searchedAt: number;
  session: SessionFile | null;
  conversation: string | null;
  tail: LineTail | null;
  agents: AgentTails | null;
  readonly reader: RowReader;
}

function processOf({ agent, startedWallMs }: Track): SessionProcess {
  return { pid: agent.pid, startTicks: agent.startTicks, startedWallMs };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Follows each agent's transcript. Never opens anything but `sessions/<pid>.json` and `projects/`. */
class Transcripts implements TranscriptPort {
  readonly #options: TranscriptOptions;
  readonly #tracks = new Map<string, Track>();
  readonly #real: RealPaths;

  constructor(options: TranscriptOptions) {
    this.#options = options;
    this.#real = new RealPaths(() => options.clock().steadyMs);
  }

  async read(agent: TranscriptAgent): Promise<TranscriptView> {
    const known = this.#tracks.get(this.#key(agent));
    const track = known ?? this.#begin(agent);
    const now = this.#options.clock();
    this.#locate(track, known === undefined, now.steadyMs);
    const { session, conversation } = track;
    const lines = await track.tail?.read();
    if (lines === null) track.tail = null;
    // After its own file: a refusal older than the newest row is then never told behind it.
    const agents = await track.agents?.read(now, (lines ?? []).length > 0);
    const rows = track.reader.read({ own: lines ?? [], agents: agents ?? [] });
    return {
      conversation,
      version: session?.version ?? track.reader.version,
      status: session?.status ?? null,
      present: lines !== null && lines !== undefined,
      rows,
    };
  }

  #key(agent: TranscriptAgent): string {
    return `${agent.pid}:${agent.startTicks}`;
  }

  #begin(agent: TranscriptAgent): Track {
    const { wallMs, steadyMs } = this.#options.clock();
    const startedWallMs = wallMs - (steadyMs - ticksToMs(agent.startTicks));
    const track: Track = {
      agent,
      startedWallMs,
      searchedAt: Number.NEGATIVE_INFINITY,
      session: null,
      conversation: null,
      tail: null,
      agents: null,
      reader: new RowReader(this.#options.zone, startedWallMs, this.#options.maxRows ?? MAX_ROWS),
    };
    const oldest = this.#tracks.keys().next().value;
    if (this.#tracks.size >= MAX_TRACKED && oldest !== undefined) this.#tracks.delete(oldest);
    this.#tracks.set(this.#key(agent), track);
    return track;
  }

  #dirsOf({ configDir, cwd }: TranscriptAgent): readonly string[] {
    const own = configDir === null ? [] : [resolve(cwd ?? '/', configDir)];
    return this.#real.of([...own, ...this.#options.dirs(), join(this.#options.home, '.claude')]);
  }

  /** Brings conversation and file up to date: cheap while nothing changed, a search every few seconds otherwise. */
  #locate(track: Track, first: boolean, steadyMs: number): void {
    const { agent, session } = track;
    if (session !== null && fileSignature(session.path) !== session.signature) {
      const dir = resolve(session.path, '../..');
      track.session = readSessionFile(dir, processOf(track)) ?? session;
    }
    const due = steadyMs - track.searchedAt >= SEARCH_MS;
    const settled = track.session !== null && track.session.conversation === track.conversation;
    if (settled && track.tail !== null && !due) return;
    // Spread, or all that began together would search together ever after.
    if (due) track.searchedAt = steadyMs - (first ? (agent.pid * 617) % SEARCH_MS : 0);
    const dirs = this.#dirsOf(agent);
    track.session = findSessionFile(dirs, processOf(track), track.session) ?? track.session;
    const conversation = track.session?.conversation ?? this.#withoutSessionFile(track, dirs, first);
    if (conversation !== track.conversation) {
      track.tail = null;
      track.agents = null;
    }
    track.conversation = conversation;
    if (conversation === null) return;
    const cwds = [...new Set([track.session?.cwd, agent.cwd])].filter((cwd) => typeof cwd === 'string');
    const path = findTranscript({ dirs, real: this.#real }, conversation, cwds, due);
    if (path === null || path === track.tail?.path) return;
    track.tail = new LineTail(path);
    track.agents = new AgentTails(path, track.startedWallMs, agent.pid);
  }

  /** CLI 1.0.x and some 2.0: what its hook told, the command line, else the one conversation it can only be. */
  #withoutSessionFile(track: Track, dirs: readonly string[], first: boolean): string | null {
    const { agent, startedWallMs } = track;
    const told = this.#options.told?.(agent.pid, startedWallMs) ?? null;
    if (told !== null) return told;
    const named = conversationInArgv(readArgv(agent.pid));
    if (named !== null) return named;
    // On the first call the neighbours are not known yet.
    if (first || agent.cwd === null) return null;
    const others = [...this.#tracks.values()].filter((other) => other !== track && isAlive(other.agent.pid));
    if (others.some((other) => other.session === null && other.agent.cwd === agent.cwd)) return null;
    const taken = new Set(others.map((other) => other.session?.conversation));
    const candidates = conversationsSince({ dirs, real: this.#real }, agent.cwd, startedWallMs).filter(
      (id) => !taken.has(id),
    );
    return candidates.length === 1 ? (candidates[0] ?? null) : null;
  }
}

export function createTranscripts(options: TranscriptOptions): TranscriptPort {
  return new Transcripts(options);
}
