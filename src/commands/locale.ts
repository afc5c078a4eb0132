import type { Environment } from '../adapters/paths.js';

/** Whether the locale is one of UTF-8; without any locale it is not. */
export function isUtf8(env: Environment): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((value) => value !== undefined && value !== '');
  return /utf-?8/i.test(locale ?? '');
}
