import { expect, it } from 'vitest';
import { EFFECT_DEADLINE_MS, type Effect, needsDurable } from '../../src/core/engine/effects.js';
import { unwritable } from '../../src/supervisor/unwritable.js';

const TYPES = Object.keys(EFFECT_DEADLINE_MS) as Effect['type'][];
const durable = TYPES.filter((type) => needsDurable({ type } as Effect));

it.each(durable)('%s without a durable state is refused, as an outcome of its own sort', (type) => {
  const outcome = unwritable({ id: 'e1', type } as Effect);
  expect(outcome.type).toBe(type === 'submit' ? 'type' : type);
  const reason = expect.stringContaining('the state cannot be written');
  if (outcome.type === 'type') {
    // Not the text's fault: it is to be tried again.
    expect(outcome.result).toEqual({ outcome: 'refused', cause: 'unrecognised', reason });
  } else if ('refusal' in outcome) expect(outcome.refusal).toMatchObject({ reason });
  else expect(outcome).toEqual({ type, ok: false, reason });
});
