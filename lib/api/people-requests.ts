// What the doors about traders and corrections take: strict, in the columns of the tables.
import { z } from 'zod';
import { pageQuery } from '@/lib/api/paging';
import { PAYOUT_STATES } from '@/lib/payouts/states';
import { reasonText } from '@/lib/staff/reason';

const email = z.email().max(254);
const fullName = z.string().trim().min(1).max(200);
/** Two letters, ISO 3166; null where it is not known. */
const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'is two letters, such as DE')
  .nullable();
const reason = reasonText('Say why.');

export const newTrader = z.strictObject({
  email,
  full_name: fullName,
  country: country.optional(),
  /** Mails the link to the portal. */
  invite: z.boolean().optional(),
});

const contact = { email: email.optional(), full_name: fullName.optional(), country: country.optional() };
const access = { access: z.enum(['active', 'disabled', 'banned']).optional(), reason: reason.optional() };
const change = { ...contact, ...access };

/** Contact details, or access with a reason. */
export const traderChange = z.strictObject(change);
/** The same where the address names nobody. */
export const namedTraderChange = z.strictObject({ id: z.uuid(), ...change });

const amount = z.string().trim().min(1).max(40);
const decimal = z.union([z.number(), amount]).describe('Better as decimal text.');
const instant = z.iso.datetime({ offset: true });

/** Without anything but a reason the trade is taken back; with more, another stands in its place that differs in what is said here. */
export const correction = z.strictObject({
  reason,
  ticket_number: z.string().trim().min(1).max(200).optional(),
  symbol: z.string().trim().min(1).max(64).optional(),
  type: z.enum(['buy', 'sell']).optional(),
  lots: decimal.optional(),
  open_price: decimal.optional(),
  close_price: decimal.optional(),
  open_time: instant.nullable().optional(),
  close_time: instant.optional(),
  /** Gross, major units. */
  profit_loss: decimal.optional(),
  commission: decimal.optional(),
  swap: decimal.optional(),
  fee: decimal.optional(),
  stop_loss: decimal.nullable().optional(),
  take_profit: decimal.nullable().optional(),
});
export type Correction = z.output<typeof correction>;

export const payoutQuery = pageQuery.extend({
  account_id: z.uuid().optional(),
  trader_id: z.uuid().optional(),
  state: z.enum(PAYOUT_STATES).optional(),
});
