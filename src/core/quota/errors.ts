import { type Block, blockText } from './blocks.js';
import type { Verdict, Veto } from './reading.js';
import { squeeze } from './screen-text.js';

/** An error the CLI drew as a block of its own: what the turn ended with, and why it is no usage limit. */
export interface DrawnError {
  readonly verdict: Extract<Verdict, 'transient-error' | 'auth-error' | 'billing-error'>;
  readonly veto: Veto;
  readonly rule: string;
}

const auth: DrawnError = { verdict: 'auth-error', veto: 'login', rule: 'login-error' };
const billing: DrawnError = { verdict: 'billing-error', veto: 'credit', rule: 'billing-error' };
const creditNeeded: DrawnError = { verdict: 'transient-error', veto: 'credit', rule: 'credits-required' };
const server: DrawnError = { verdict: 'transient-error', veto: 'server-error', rule: 'server-error' };
const rejected: DrawnError = { verdict: 'transient-error', veto: 'request-rejected', rule: 'plain-429' };
const notYours: DrawnError = {
  verdict: 'transient-error',
  veto: 'not-your-usage-limit',
  rule: 'not-your-usage-limit',
};
const context: DrawnError = { verdict: 'transient-error', veto: 'context-limit', rule: 'context-limit' };
const other: DrawnError = { verdict: 'transient-error', veto: 'server-error', rule: 'api-error' };

/** Tested in this order on the beginning of a block's text, blanks gone. Wordings of 1.0.60 to 2.1.330. */
const HEADS: readonly (readonly [RegExp, DrawnError])[] = [
  [
    /^(?:pleaserun\/login|loginexpired|notloggedin|oauthtoken|oauthauthentication|invalidapikey|failedtoauthenticate)/i,
    auth,
  ],
  [/^youranthropic_(?:api_key|auth_token)/i, auth],
  [
    /^claudecodecan'tuseyourclaudesubscription|^your(?:account|organization)(?:isonhold|hasbeendisabled)/i,
    auth,
  ],
  [/^creditbalance(?:is)?toolow/i, billing],
  [/^contextlimitreached|^contextlow|^promptistoolong|^conversationtoolong|^requesttoolarge/i, context],
  [/^there'sanissuewiththeselectedmodel/i, other],
  [/^(?:repeated)?529|^overloaded|^5\d\d(?![\d:])|^internalservererror/i, server],
  [/^401|^403/i, auth],
  [/^429/i, rejected],
  [/^requesttimedout|^connectionerror|^connectionrefused|^connectiondropped/i, server],
];

function apiError(text: string): DrawnError {
  const status = /^apierror[:(]*(\d{3})/i.exec(text)?.[1] ?? '';
  if (/notyourusagelimit/i.test(text)) return notYours;
  if (/usagecreditsrequired|extrausageisrequired/i.test(text)) return creditNeeded;
  if (status.startsWith('5') || /"type":"(?:api_error|overloaded_error)"|repeated529/i.test(text))
    return server;
  if (/^40[13]$/.test(status) || /organizationhasbeendisabled|pleaserun\/login/i.test(text)) return auth;
  if (/creditbalance/i.test(text)) return billing;
  if (/promptistoolong|contextlimit/i.test(text)) return context;
  if (status === '429' || /requestrejected\(429\)|^apierror:ratelimitreached|rate_limit_error/i.test(text))
    return rejected;
  return other;
}

/** Reads a block as an error of the CLI; null when it does not begin like one. */
export function drawnError(block: Block): DrawnError | null {
  const text = squeeze(blockText(block)).replace(/^(?:error:|errorduringcompaction:){1,3}/i, '');
  if (/^apierror[:(]/i.test(text)) return apiError(text);
  return HEADS.find(([head]) => head.test(text))?.[1] ?? null;
}

/** Words that stand in the tail of a server error whose head has scrolled away. */
const TAIL =
  /"type":"(?:api_error|overloaded_error|error)"|"?request_id"?:"?req_|\}\}?$|internalservererror|server-sideissue,usuallytemporary|status\.claude\.com|checkyourinferencegateway/i;

/** The tail of a server error: rows without a head at the top of what is in sight. */
export function errorTail(block: Block): boolean {
  return TAIL.test(squeeze(blockText(block)));
}
