import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Messengers, startMessengers, type Taken } from '../../support/fake-messengers.js';
import {
  type ChannelNames,
  type Lab,
  type LabOptions,
  notificationsOf,
  openLab,
  setupOf,
} from './support.js';

export interface Played {
  readonly world: Messengers;
  /** A notifier over these channels; closed after its test. */
  lab(channels?: ChannelNames, keys?: Record<string, unknown>, more?: Partial<LabOptions>): Promise<Lab>;
}

/** Both services played, calm and empty before each test. Called once, at the top of a suite. */
export function played(): Played {
  let world: Messengers;
  let labs: Lab[] = [];
  beforeAll(async () => {
    world = await startMessengers();
  });
  afterAll(() => world.close());
  beforeEach(() => {
    for (const service of [world.telegram, world.resend]) {
      service.behaviour = 'ok';
      service.poison = null;
      service.taken.length = 0;
      service.requests = 0;
    }
  });
  afterEach(async () => {
    await Promise.all(labs.map((lab) => lab.notifier.close({ clean: true })));
    labs = [];
  });
  return {
    get world() {
      return world;
    },
    lab: async (channels, keys, more) => {
      const opened = await openLab({ setup: setupOf(notificationsOf(world, channels, keys)), ...more });
      labs.push(opened);
      return opened;
    },
  };
}

export const texts = (taken: readonly Taken[]): readonly string[] => taken.map(({ text }) => text);
