import { existsSync, readFileSync } from 'node:fs';
import type { ConfigurationFacts } from '../../core/doctor/configuration.js';
import type { HostFacts } from '../../core/doctor/host.js';
import type { InotifyFacts } from '../../core/doctor/inotify.js';
import type { DoctorContext } from './context.js';

export async function gatherHost({ platform, uid }: DoctorContext): Promise<HostFacts> {
  return { platform, node: process.version, root: uid === 0, processes: existsSync('/proc/self/stat') };
}

export async function gatherConfiguration({ loaded }: DoctorContext): Promise<ConfigurationFacts> {
  const { path } = loaded;
  if (loaded.type === 'invalid') return { path, state: 'wrong', mode: null, problems: loaded.problems };
  if (loaded.type === 'none') return { path, state: 'none', mode: null, problems: [] };
  return { path, state: 'good', mode: loaded.config.mode, problems: [] };
}

function limit(name: string): number | null {
  try {
    const value = Number(readFileSync(`/proc/sys/fs/inotify/${name}`, 'utf8'));
    return Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}

export async function gatherInotify(): Promise<InotifyFacts> {
  return { watches: limit('max_user_watches'), instances: limit('max_user_instances') };
}
