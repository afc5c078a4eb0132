import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MANAGERS, type ManagersFacts } from '../../core/doctor/managers.js';
import { placeOf } from '../config-dir.js';
import { expandPath } from '../paths.js';
import { listPids, readArgv, readStat, readUid } from '../proc-files.js';
import type { DoctorContext } from './context.js';

const START_FILES = [
  '.bashrc',
  '.bash_profile',
  '.profile',
  '.zshrc',
  '.zshenv',
  '.zprofile',
  '.config/fish/config.fish',
];
const MAX_BYTES = 1024 * 1024;

/** The program, or the script that an interpreter runs. */
function namesOf(pid: number): readonly string[] {
  const argv = readArgv(pid).slice(0, 3);
  const words = argv.filter((word, index) => index === 0 || !word.startsWith('-'));
  return [
    ...words.slice(0, 2).map((word) => basename(word).replace(/\.([cm]?js|py|sh)$/, '')),
    readStat(pid)?.comm ?? '',
  ];
}

function runningManagers(uid: number, names: ReadonlySet<string>): ManagersFacts['running'] {
  const found = new Map<string, number[]>();
  for (const pid of listPids()) {
    if (readUid(pid) !== uid) continue;
    const name = namesOf(pid).find((one) => names.has(one));
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), pid]);
  }
  return [...found].map(([name, pids]) => ({ name, pids }));
}

/** The value a line gives to the variable, null when it gives none. */
function valueIn(line: string): string | null {
  if (/^\s*#/.test(line)) return null;
  const match =
    /\b(?:CLAUDE_CONFIG_DIR=|set\s[^;]*\bCLAUDE_CONFIG_DIR\s+)(?:"([^"]*)"|'([^']*)'|([^\s;'"]*))/.exec(line);
  return match === null ? null : (match[1] ?? match[2] ?? match[3] ?? '');
}

function wrappersIn(home: string, link: string | null): readonly string[] {
  return START_FILES.flatMap((name) => {
    const path = join(home, name);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined || !stats.isFile() || stats.size > MAX_BYTES) return [];
      return readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const value = valueIn(line);
          if (value === null || value === '') return [];
          const dir = expandPath(value.replace(/^\$\{HOME\}/, '$HOME'), { home, env: {}, base: home });
          return dir === link ? [] : [`~/${name}:${index + 1}`];
        });
    } catch {
      return [];
    }
  });
}

/** Programs that change logins, and shells that choose one of their own. */
export async function gatherManagers(
  { config, env, home, uid, platform }: DoctorContext,
  names: ReadonlySet<string> = MANAGERS,
): Promise<ManagersFacts> {
  const link = config !== null && config.accounts.list.length > 0 ? config.accounts.link : null;
  const set = env.CLAUDE_CONFIG_DIR ?? '';
  const leads = placeOf(set, { link, home, accounts: [] }) === 'link';
  return {
    running: platform === 'linux' ? runningManagers(uid, names) : [],
    configDir: set === '' || link === null || leads ? null : set,
    wrappers: link === null ? [] : wrappersIn(home, link),
  };
}
