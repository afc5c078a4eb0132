import type { TaskAction } from '../core/commands.js';
import { CANCELLED } from '../core/dispatcher/task.js';
import type { Parsed } from './arguments.js';
import { askOr, nobody, tellAnswer } from './control.js';
import { EXIT } from './exit.js';
import { out } from './print.js';
import { queuePlace } from './queue-place.js';
import { refuse } from './refuse.js';
import { whereOf } from './where.js';

/** `queue retry|cancel|release ID`: by the running supervisor; without one by the folder, as far as that can be. */
export async function act(parsed: Parsed, action: TaskAction, id: string): Promise<number> {
  const where = whereOf(parsed);
  const answer = await askOr(where, 'POST', '/task', { action, task: id });
  if (answer.type === 'told') return answer.code;
  if (answer.type === 'answer') return tellAnswer(answer);
  return action === 'release' ? nobody(where) : move(parsed, action, id);
}

async function move(parsed: Parsed, action: 'retry' | 'cancel', id: string): Promise<number> {
  const place = queuePlace(parsed);
  if (typeof place === 'number') return place;
  const folder = await place.open();
  if (typeof folder === 'number') return folder;
  if (folder.facts().running.includes(id)) {
    await folder.close();
    return refuse(
      `Refused: ${id} is in running/, and no claude-failover runs that could end it. Start one, and ${action} it then.`,
    );
  }
  const moved =
    action === 'cancel'
      ? await folder.move({ task: id, from: 'inbox', to: 'failed', reason: CANCELLED })
      : await folder.move({ task: id, from: 'failed', to: 'inbox', reason: '' });
  await folder.close();
  if (!moved.ok) return refuse(moved.reason);
  out(`${id} ${action === 'cancel' ? 'is cancelled' : 'waits again'}\n`);
  return EXIT.good;
}
