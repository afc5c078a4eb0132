/** What a policy may know of a candidate. Eligibility is decided before; a policy only ranks. */
export interface CandidateFacts {
  readonly name: string;
  readonly priority: number;
  /** Steps forward from the active account in the configured order; 0 is the active one itself. */
  readonly distance: number;
  /** Wall ms of the soonest known end of a usage window of this account, past or to come; null when none is known. */
  readonly windowEndMs: number | null;
  /** How full its fullest usage window is, 0 to 100; null when that is not known. */
  readonly usedPercent: number | null;
}

/** Ranks candidates: numbers compared left to right, lower first; ties go by configured order. Deterministic and total. */
export interface Policy {
  readonly id: string;
  readonly summary: string;
  rank(candidate: CandidateFacts): readonly number[];
  /** Why the first one is first, for the accounts panel. */
  because(candidate: CandidateFacts): string;
}
