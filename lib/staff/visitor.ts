// Where a request came from and which limits apply to it. Pure: the headers and the cookie are handed in.

export type Visitor = {
  /** Counts against limits; null where all visitors come from one address. */
  address: string | null;
  userAgent: string | null;
  device: string | null;
  /** The browser's own name, whoever signed in there before; it opens nothing and only says that two people use one machine. */
  machine?: string | null;
  /** What is written down, where it differs: on one machine everybody comes from it, which is true and no reason to limit them together. */
  seenFrom?: string | null;
};

/** Tries within the window that reach the auth server; further ones are refused before it. */
export const SIGN_IN_TRIES = 10;
export const SIGN_IN_WINDOW_SECONDS = 900;

const THIS_MACHINE = '127.0.0.1';

/** The entry our own proxy appended is the last one; everything before it was written by the visitor. */
export function clientAddress(forwarded: string | null, embedded: boolean): string | null {
  if (embedded || !forwarded) return null;
  const last = forwarded.split(',').at(-1)?.trim() ?? '';
  return /^[0-9a-f.:]{3,45}$/i.test(last) ? last : null;
}

/** Of a request that carries no cookie of ours. */
export const visitorOf = (headers: Headers, embedded: boolean): Visitor => ({
  address: clientAddress(headers.get('x-forwarded-for'), embedded),
  userAgent: headers.get('user-agent'),
  device: null,
  seenFrom: recordedAddress(headers.get('x-forwarded-for'), embedded),
});

/** Where a request came from, for the record: the embedded stack listens to its own machine only. */
export const recordedAddress = (forwarded: string | null, embedded: boolean): string | null =>
  embedded ? THIS_MACHINE : clientAddress(forwarded, false);

/**
 * The limiters one sign-in attempt counts against. All strangers share one budget per account, so guesses from many addresses
 * count together; a device that has signed in to this account before has its own, so that guessing never locks its owner out.
 */
export function signInLimits(email: string, visitor: Pick<Visitor, 'address' | 'device'>): string[] {
  const account = visitor.device ? `sign-in:device:${visitor.device}` : `sign-in:account:${email}`;
  return visitor.address && !visitor.device ? [account, `sign-in:address:${visitor.address}`] : [account];
}
