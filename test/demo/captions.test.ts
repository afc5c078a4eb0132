import { expect, test } from 'vitest';
import { limits } from '../../src/demo/happened.js';
import { ACTS, captionAt, STORY_S, TIMES } from '../../src/demo/scenario.js';
import { draw } from '../ui/draw.js';
import { normal } from '../ui/snapshots.js';

function firstSubmit(agent: string): number {
  return ACTS.find((act) => act.do === 'submit' && act.agent === agent)?.atS ?? Number.NaN;
}

test('each caption stands while that happens which it tells of, and none ahead of it', () => {
  const seconds = Array.from({ length: STORY_S + 1 }, (_, second) => second);
  const standing = (words: string) => seconds.filter((second) => captionAt(second)?.includes(words));
  for (const agent of ['ccl-2', 'ccl-3', 'ccl-4'])
    expect(standing(`${agent} `), agent).toContain(Math.ceil(firstSubmit(agent)));
  const [first, second, last] = limits;
  expect(standing('next: account work')).toContain(first?.atS);
  expect(standing('next: both accounts')).toEqual(expect.arrayContaining([last?.atS, second?.untilS]));
  const back = standing('personal was back');
  expect(back[0]).toBeGreaterThan(second?.untilS ?? Number.NaN);
  expect(back[0]).toBeLessThan((second?.untilS ?? Number.NaN) + TIMES.cooldownMs / 1_000);
  expect(standing('the story is over')).toEqual([STORY_S]);
});

test('every caption is whole at 80 columns', () => {
  const captions = Array.from({ length: STORY_S + 1 }, (_, second) => captionAt(second));
  for (const caption of new Set(captions)) {
    expect(draw(normal, 80, 24, { caption }).split('\n')[1]).toContain(`demo  ${caption}`);
  }
});
