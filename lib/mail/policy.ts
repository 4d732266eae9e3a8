// When letters that only help are written: from which share of a floor on, and how many days before an account ends for inactivity.
// Published like every setting, by two people; what is not published is as usual.
import { z } from 'zod';

export const MAIL_POLICY = 'mail_policy';

export const mailPolicy = z.object({
  /** Share of a floor that is used, in basis points; 0 warns of none. */
  warn_from_bps: z.number().int().min(0).max(9_999).catch(9_000).default(9_000),
  /** 0 reminds of none. */
  inactivity_days: z.number().int().min(0).max(60).catch(5).default(5),
});
export type MailPolicy = z.output<typeof mailPolicy>;

export function policyWords({ warn_from_bps: bps, inactivity_days: days }: MailPolicy): string {
  const floors = bps === 0 ? 'No trader is warned of a floor' : `Traders are warned of a floor from ${Math.floor(bps / 100)} % used on`;
  const before = days === 1 ? 'a day' : `${days} days`;
  return `${floors}; ${days === 0 ? 'nobody is reminded of inactivity' : `they are reminded ${before} before inactivity ends an account`}.`;
}
