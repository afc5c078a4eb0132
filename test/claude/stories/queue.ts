import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BASH_SETTINGS } from '../accounts.js';
import { HOME, hourAhead } from '../lab.js';
import { bash, limit } from '../mock-replies.js';
import type { World } from '../world.js';
import { continues, QUIET_MS, type Story, swappedOnce, TWO } from './story.js';

const LIMITED = 'fix the failing test';
const PLAIN = 'write the summary';

/** Transcripts of conversations, not of sub-agents, as they are on disk. */
function transcripts(): readonly string[] {
  const projects = join(HOME, 'projects');
  return readdirSync(projects, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.jsonl') && !path.includes('agent-'))
    .map((path) => readFileSync(join(projects, path), 'utf8'));
}

/** In its longest request the prompt stands once. 1.0.x writes the conversation into a second file after `--resume`. */
function promptedOnce(world: World, words: string): boolean {
  const asked = world.requests(new RegExp(words));
  const times = asked.map(({ prompts }) => prompts.filter((prompt) => prompt === words).length);
  const held = transcripts().filter((rows) => rows.includes(words)).length;
  return Math.max(0, ...times) === 1 && held >= 1;
}

/** Tasks of the queue, in sessions that the product makes itself. */
export const queue: readonly Story[] = [
  {
    name: '16-queue',
    expected:
      'two tasks in a pool of one: the more urgent one meets the limit in the middle and goes on on B, both end in done/',
    world: { ...TWO, settings: BASH_SETTINGS },
    async play(world) {
      world.api.enqueue('dummy-A', bash('echo "task=$CLAUDE_FAILOVER_TASK"', 'First I look.'));
      world.api.setMode('dummy-A', limit('five_hour', hourAhead(2)));
      await world.drop('plain', `${PLAIN}\n`);
      await world.drop('limited', `---\npriority: 9\n---\n${LIMITED}\n`);
      world.startPool(1);
      await world.sees('the first is at work', () => world.requests(/fix the failing/).length > 0, 60_000);
      await swappedOnce(world, 'B');
      await world.sees('the first in done/', () => world.tasks('done').includes('limited'), 180_000);
      await world.sees('the second in done/', () => world.tasks('done').includes('plain'), 90_000);
      world.fact('each prompt sent once', promptedOnce(world, LIMITED) && promptedOnce(world, PLAIN));
      world.fact('continue typed once', continues(world, /fix the failing/) === 1);
      world.fact('nothing typed into the second', continues(world, /write the summary/) === 0);
      world.fact(
        'the process was told its task',
        transcripts().some((rows) => rows.includes('task=limited')),
      );
      world.fact('nothing failed or left', [world.tasks('failed'), world.tasks('inbox')].flat().length === 0);
      await world.stays('no second swap', () => world.flips.length === 1, QUIET_MS);
    },
  },
];
