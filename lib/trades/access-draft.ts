// A login or a connected terminal as it stands on our own wire: from where an account was reached. It is no event of the account's trading,
// so it moves no figure and waits for no judge.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PLATFORMS } from '@/lib/trades/event';
import { field, id, instant, oneOf, text } from '@/lib/trades/wire-field';

export const ACCESS_TYPE = 'account.accessed';
const ACCESS_KINDS = ['login', 'terminal'] as const;

const ADDRESS = z.union([z.ipv4(), z.ipv6()]);

/** One address, IPv4 in IPv6 clothes undressed; a range or a zone is none. */
const address = field<string>({ type: 'string', description: 'One IPv4 or IPv6 address.' }, (value) => {
  if (typeof value !== 'string') return { code: 'missing-field' };
  const plain = /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(value) ? value.slice(7) : value;
  return ADDRESS.safeParse(plain).success ? { value: plain.toLowerCase() } : { code: 'bad-address' };
});

export const accessShape = z.object({
  account: z.object({ platform: oneOf(PLATFORMS), server: text(128), login: id }),
  external_id: id,
  kind: oneOf(ACCESS_KINDS),
  address,
  /** Whatever names the machine on its platform; only a digest of it is kept beside the event. */
  device: text(255).optional(),
  client: text(255).optional(),
  occurred_at: instant,
});
export type AccessDraft = z.output<typeof accessShape>;

/** The same machine gives the same digest on one platform; platforms name machines in ways of their own. */
export function deviceDigest(scope: string, device: string): string {
  return createHash('sha256').update(`${scope}:${device}`, 'utf8').digest('hex').slice(0, 32);
}
