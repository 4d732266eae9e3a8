// Every code a REST door answers, with its status and what it means: the doors answer by this table and the documentation prints it.

const CODES = {
  'malformed-json': [400, 'The body is not JSON.'],
  'not-signed-in': [401, 'No token, or one that ran out, was ended or never was.'],
  'sign-in-refused': [401, 'Address or password is wrong; which of them is not said.'],
  'not-allowed': [403, 'The caller is known and may not do this.'],
  'registration-closed': [403, 'The firm takes no registrations at the moment.'],
  'no-origin': [403, 'A browser’s session was used from a page that is not ours.'],
  'not-found': [404, 'There is no such thing, or it belongs to somebody else: the two are not told apart.'],
  'too-slow': [408, 'The body did not arrive in ten seconds.'],
  stale: [409, 'It changed since it was read; read it again.'],
  'already-decided': [409, 'It has been decided, or can no longer be changed that way.'],
  'already-running': [409, 'The same is under way.'],
  'payout-open': [409, 'Another withdrawal of this account is open.'],
  'key-in-progress': [409, 'The first request with this Idempotency-Key is still under way.'],
  'too-large': [413, 'The body has more than 64 KB.'],
  'unsupported-media': [415, 'Send application/json, not encoded.'],
  invalid: [422, 'Something in the request is not acceptable; `path` says where.'],
  'key-reused': [422, 'The Idempotency-Key belongs to another request.'],
  'digest-required': [422, 'An approval signs what was seen: send its digest.'],
  'needs-another-person': [422, 'Whoever asked, or made it, may not decide it.'],
  'slow-down': [429, 'Too many requests this minute; `Retry-After` says how long to wait.'],
  'too-many-tries': [429, 'Too many sign-ins; wait for `Retry-After`.'],
  'not-stored': [503, 'The request could not be finished. Ask again with the same Idempotency-Key.'],
  'sign-in-unavailable': [503, 'The sign-in service does not answer. Nothing was changed.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ApiCode = keyof typeof CODES;
export const API_CODES: Readonly<Record<string, readonly [status: number, meaning: string]>> = CODES;

/** A code that is not listed is a refusal of the matter itself. */
export const statusOfCode = (code: string): number => API_CODES[code]?.[0] ?? 422;

/** What any door may answer, whatever it does. */
export const ALWAYS: readonly ApiCode[] = ['not-stored'];
/** Of doors that ask for a name. */
export const NAMED: readonly ApiCode[] = ['not-signed-in', 'sign-in-unavailable', 'not-allowed', 'slow-down'];
/** Of doors that read a body. */
export const WITH_BODY: readonly ApiCode[] = ['malformed-json', 'too-slow', 'too-large', 'unsupported-media', 'invalid'];
/** Of writing doors that ask for a name. */
export const KEYED: readonly ApiCode[] = ['no-origin', 'key-reused', 'key-in-progress'];
