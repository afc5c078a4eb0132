import { expect, it } from 'vitest';
import { Mailbox } from '../../src/supervisor/mailbox.js';
import { settled } from './support/fakes.js';

it('handles one after the other, in the order they came', async () => {
  const seen: string[] = [];
  let open = 0;
  const box = new Mailbox<string>(async (item) => {
    open += 1;
    expect(open).toBe(1);
    seen.push(`${item} begins`);
    await settled();
    seen.push(`${item} ends`);
    open -= 1;
  });
  box.post('a');
  box.post('b');
  expect(seen).toEqual([]);
  await box.idle();
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

it('is idle only when what was posted meanwhile is handled too', async () => {
  const seen: number[] = [];
  const box: Mailbox<number> = new Mailbox(async (item) => {
    seen.push(item);
    await settled();
    if (item < 3) box.post(item + 1);
  });
  box.post(1);
  await box.idle();
  expect(seen).toEqual([1, 2, 3]);
});

it('gives a fault of the handler to whoever waits, and does not swallow it', async () => {
  const box = new Mailbox<number>(async () => {
    throw new Error('broken');
  });
  box.post(1);
  await expect(box.idle()).rejects.toThrow('broken');
});
