import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../core/config/schema.js';
import { withoutSecretForms } from '../core/config/secret-keys.js';
import { errorCode, errorText } from './errors.js';
import { isLogin } from './link-checks.js';
import { type Environment, expandPath, homeFolder, type PathContext } from './paths.js';

export type Secret =
  | { readonly ok: true; readonly value: string }
  /** Whole sentences: why not, and what to do. */
  | { readonly ok: false; readonly reason: string };

/** Where a configuration and its secrets come from. */
export interface SecretsContext {
  /** The configuration file: relative `file:` paths begin at its folder, and a secret written into it asks that it be closed. */
  readonly file: string;
  readonly env: Environment;
  /** Whose files may be used; default: the user of this process. */
  readonly uid?: number;
}

export interface Secrets {
  /** null: the channel is not configured. */
  readonly telegramToken: Secret | null;
  readonly resendKey: Secret | null;
  /** Of every further channel what stands below its name: any of it may be a secret. */
  readonly channels: Readonly<Record<string, Readonly<Record<string, Secret>>>>;
  /** Every value that is known, a refused one too: what no log, message or reason may show. */
  readonly all: readonly string[];
}

/** A secret is a line; a configuration that holds one may be as large as any. */
const MAX_BYTES = 1024 * 1024;
/** What an HTTP header or a URL can carry. */
const PLAIN = /^[\x21-\x7e]+$/;

const refused = (reason: string): Secret => ({ ok: false, reason: withoutSecretForms(reason) });

function checked(text: string, holder: string): Secret {
  const value = text.trim();
  if (value === '') return refused(`${holder} is empty. Put the secret into it.`);
  if (PLAIN.test(value)) return { ok: true, value };
  return refused(
    `${holder} holds more than a secret: blanks, line breaks or other than plain ASCII. Put the secret alone into it.`,
  );
}

/** Why a file does not keep a secret, and the mend; null when its owner alone can read it. */
function flaw(path: string, uid: number): { readonly why: string; readonly mend: string } | null {
  const { mode, uid: owner, size } = statSync(path);
  if (owner !== uid)
    return { why: `belongs to user ${owner}`, mend: `Make it your own: chown ${uid} ${path}` };
  if ((mode & 0o077) !== 0) return { why: 'can be read by others', mend: `Run: chmod 600 ${path}` };
  return size > MAX_BYTES ? { why: 'is too large', mend: 'Put the secret alone into it.' } : null;
}

function fromFile(path: string, uid: number): Secret {
  try {
    if (!statSync(path).isFile())
      return refused(`${path} is not a regular file. Name a file that holds the secret.`);
    if (isLogin(path))
      return refused(`${path} is the login of an account, which is never opened. Name another file.`);
    const wrong = flaw(path, uid);
    return wrong ? refused(`${path} ${wrong.why}. ${wrong.mend}`) : checked(readFileSync(path, 'utf8'), path);
  } catch (error) {
    const why = errorCode(error) === 'ENOENT' ? 'is not there' : `cannot be read: ${errorText(error)}`;
    return refused(`${path} ${why}. Write the secret into a file of that name and run: chmod 600 ${path}`);
  }
}

function fromVariable(name: string, env: Environment): Secret {
  const value = env[name] ?? '';
  if (value.trim() !== '') return checked(value, `the variable ${name}`);
  return refused(`the variable ${name} is not set. Set it where claude-failover is started.`);
}

/** `env:NAME`, `file:PATH` (own, 0600) or the value itself. A reason never holds the value. */
export function resolveSecret(
  written: string,
  context: PathContext,
  uid: number = process.getuid?.() ?? -1,
): Secret {
  if (written.startsWith('file:')) return fromFile(expandPath(written.slice(5), context), uid);
  if (written.startsWith('env:')) return fromVariable(written.slice(4), context.env);
  return { ok: true, value: written };
}

/** A secret written into the configuration itself: only while nobody else can read that file. */
function inline(value: string, file: string, uid: number): Secret {
  try {
    const wrong = flaw(file, uid);
    if (wrong === null) return { ok: true, value };
    return refused(
      `the secret stands in the configuration itself, which ${wrong.why}. ${wrong.mend} (or write env:NAME or file:PATH instead)`,
    );
  } catch (error) {
    return refused(`${file} cannot be looked at: ${errorText(error)}. Save it again.`);
  }
}

/** The variables that hold them: programs we start for the person do not get these. */
export function secretVariables(config: Config | null): readonly string[] {
  const texts = (value: unknown): readonly string[] => {
    if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(texts);
    return typeof value === 'string' && value.startsWith('env:') ? [value.slice(4)] : [];
  };
  return texts(config?.notifications);
}

/** Every secret a configuration names, looked up now. Never throws; no reason holds a value. */
export function resolveSecrets(config: Config, context: SecretsContext): Secrets {
  const { file, env } = context;
  const uid = context.uid ?? process.getuid?.() ?? -1;
  const place: PathContext = { home: homeFolder(env), env, base: dirname(file) };
  const all = new Set<string>();
  const find = (written: string | undefined): Secret | null => {
    if (written === undefined) return null;
    const elsewhere = /^(env|file):/.test(written);
    const secret = elsewhere ? resolveSecret(written, place, uid) : inline(written, file, uid);
    if (!elsewhere) all.add(written);
    if (secret.ok) all.add(secret.value);
    return secret;
  };
  const { telegram, email } = config.notifications;
  const telegramToken = find(telegram?.token);
  const resendKey = find(email?.resend_key);
  const channels = Object.fromEntries(
    Object.entries(config.notifications.channels).map(([name, settings]) => {
      const found = Object.entries(settings).map(([key, written]) => [key, find(written)]);
      return [name, Object.fromEntries(found) as Record<string, Secret>];
    }),
  );
  return { telegramToken, resendKey, channels, all: [...all] };
}
