import type { Config } from '../../core/config/schema.js';
import type { LoadedConfig } from '../config-file.js';
import { errorText } from '../errors.js';
import type { Environment } from '../paths.js';

/** What every gatherer may look at. */
export interface DoctorContext {
  readonly env: Environment;
  readonly home: string;
  readonly uid: number;
  readonly platform: string;
  readonly stateDir: string;
  readonly loaded: LoadedConfig;
  /** null without a configuration, and with a wrong one. */
  readonly config: Config | null;
  readonly nowMs: number;
  /** How long Claude Code may take to tell its version, or its login. */
  readonly programWithinMs: number;
}

/** The work's result, or why there is none; settled within `withinMs` whatever the work does. */
export async function bounded<T>(
  work: () => Promise<T>,
  withinMs: number,
): Promise<{ readonly ok: true; readonly facts: T } | { readonly ok: false; readonly reason: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ ok: false; reason: string }>((resolve) => {
    const reason = `it took longer than ${Math.round(withinMs / 1_000)} s`;
    timer = setTimeout(() => resolve({ ok: false, reason }), withinMs);
  });
  const done = Promise.resolve()
    .then(work)
    .then(
      (facts) => ({ ok: true as const, facts }),
      (error: unknown) => ({
        ok: false as const,
        reason: errorText(error),
      }),
    );
  const result = await Promise.race([done, late]);
  clearTimeout(timer);
  return result;
}
