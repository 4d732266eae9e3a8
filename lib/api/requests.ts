// What the REST doors take, in the spelling of earlier clients. Strict: a field nobody knows is refused, not ignored.
import { z } from 'zod';
import { registerForm, signInForm } from '@/lib/staff/credentials';
import { reasonText } from '@/lib/staff/reason';
import { PLATFORMS } from '@/lib/trades/event';

export const registration = registerForm;
export const login = signInForm.omit({ next: true });

export const connection = z.strictObject({
  platform: z.enum(PLATFORMS),
  server: z.string().trim().max(120).optional(),
  /** The login at the broker. */
  account_id: z.string().trim().min(1).max(64),
  account_name: z.string().trim().max(120).optional(),
  /** The code of a published rule set. */
  firm: z.string().trim().min(1).max(80),
  account_type: z.enum(['eval', 'pa', 'funded']),
  /** Minor units. */
  account_size: z.number().int().nonnegative().max(9_000_000_000_000_000),
  /** Whose account it is, where that is known. */
  trader_id: z.uuid().optional(),
  api_token: z.string().max(4096).optional(),
  api_secret: z.string().max(4096).optional(),
});

const reason = z.string().trim().min(1, 'Say why.').max(1000);
export const removal = z.strictObject({ reason });

const instant = z.iso.datetime({ offset: true });
export const snapshotQuery = z.strictObject({
  at: instant.optional(),
  from: instant.optional(),
  to: instant.optional(),
  limit: z.string().optional(),
  cursor: z.string().optional(),
});

/** `amount` is the trader's share: decimal text, or a number by its shortest decimal form. The method is a destination's id, or a way of being paid where there is one such. */
export const withdrawal = z.strictObject({
  amount: z.union([z.string().trim().min(1).max(30), z.number()]),
  paymentMethod: z.string().trim().min(1).max(64),
});
export const approval = z.strictObject({
  version: z.int().positive(),
  digest: z.string().regex(/^[0-9a-f]{64}$/i, 'is the digest of what was seen'),
});
export const rejection = z.strictObject({ reason: reasonText('Say why; the trader reads it.') });

/** The engine reads the trade itself and names what is wrong in its own words; here it only has to be an object. */
export const trade = z.record(z.string(), z.unknown());
