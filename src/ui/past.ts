import type { HitState } from '../core/snapshot.js';

/** One swap or one limit of the past, as it ended. Its words are as they were written down: made plain before they are drawn. */
export type Past =
  | {
      readonly what: 'swap';
      /** When it was last heard of, ISO. */
      readonly at: string;
      readonly from: string | null;
      readonly to: string;
      readonly phase: string;
      readonly origin: string;
    }
  | {
      readonly what: 'hit';
      readonly at: string;
      readonly session: string;
      readonly account: string | null;
      readonly state: HitState;
      readonly why: string;
    };
