import type { Instant } from '../time.js';
import { NO_SETTINGS } from './settings.js';
import type { Durable, State } from './state.js';

const NEVER: Instant = { wallMs: 0, steadyMs: 0 };

export function initialDurable(): Durable {
  return {
    bootId: '',
    seq: 0,
    mode: 'observe',
    configMode: 'observe',
    paused: false,
    activeAccount: null,
    accounts: {},
    flips: [],
    swapCount: 0,
    swap: null,
    resumes: [],
    drains: [],
    hits: [],
    settled: [],
    hold: null,
    autoSwaps: [],
    breaker: null,
    needsPerson: null,
    proposal: null,
    headroom: {},
    aheadDeclined: null,
    cooldownFloor: null,
    notBefore: null,
    runs: [],
    ledger: {},
    rooms: {},
    tidiedAt: null,
    day: [],
  };
}

export function initialState(durable: Durable = initialDurable()): State {
  return {
    durable,
    live: {
      settings: NO_SETTINGS,
      now: NEVER,
      started: false,
      sessions: {},
      link: { state: { type: 'missing' }, account: null },
      tmux: { state: 'no-server', version: null, detail: '' },
      lastPoll: null,
      lookedAt: null,
      observed: false,
      linkAt: null,
      events: [],
      answers: [],
      readOnly: false,
      seed: '',
      queue: null,
      vacant: [],
      starting: {},
      reconciled: null,
      resting: {},
      worked: {},
      errands: {},
      declined: {},
      warnings: [],
      configFault: null,
      heard: {},
      ahead: null,
    },
  };
}
