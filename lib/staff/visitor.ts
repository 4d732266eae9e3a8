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

/** The entry our own proxy appended is the last one; everything before it was written by the visitor. Some proxies add the port. */
export function clientAddress(forwarded: string | null, embedded: boolean): string | null {
  if (embedded || !forwarded) return null;
  const last = forwarded.split(',').at(-1)?.trim() ?? '';
  const [, six, four] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+)(?::\d+)?$/.exec(last) ?? [];
  return addressIn(six ?? four ?? last);
}

/** An address as the database reads it, or null: what it cannot read must not reach it. */
function addressIn(text: string): string | null {
  const octets = text.split('.');
  if (octets.length === 4 && octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number.parseInt(octet, 10) < 256)) return text;
  return /^[0-9a-f:.]{2,45}$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`) ? text : null;
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
  return visitor.device ? [account] : withAddress(visitor, 'sign-in', account);
}

/** The address is asked first: one that is refused must not use up the tries of whomever it names. */
export const withAddress = ({ address }: Pick<Visitor, 'address'>, deed: string, key: string): string[] =>
  address ? [`${deed}:address:${address}`, key] : [key];
