import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkFacts } from '../../core/doctor/link.js';
import { placeOf } from '../config-dir.js';
import { linkState, parentRefusal } from '../link-checks.js';
import type { DoctorContext } from './context.js';

export async function gatherLink({ config, home, uid }: DoctorContext): Promise<LinkFacts> {
  const list = config?.accounts.list ?? [];
  const path = config?.accounts.link ?? join(home, '.claude');
  const configured = list.length > 0;
  const state = linkState(path);
  const target = state.type === 'link' ? state.target : null;
  const place = target === null ? 'elsewhere' : placeOf(target, { link: null, home, accounts: list });
  return {
    path,
    uid,
    configured,
    state,
    owner: lstatSync(path, { throwIfNoEntry: false })?.uid ?? null,
    targetThere: target !== null && (statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false),
    account: typeof place === 'object' ? place.account : null,
    parentRefusal: configured ? (parentRefusal(path, uid)?.reason ?? null) : null,
    jsonBeside:
      path === join(home, '.claude') && statSync(`${path}.json`, { throwIfNoEntry: false }) !== undefined,
  };
}
