'use server';
// What risk does about a trade: flags it for others to see, or lifts the flag, always with a reason.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';
import { flagTrade } from '@/lib/trades/flag-write';

const asked = z.strictObject({
  trade: z.uuid(),
  stands: z.enum(['yes', 'no']),
  reason: reasonText('Say why in a few words; it is kept with the account.'),
});
export const flagOneTrade = staffAction(['risk', 'admin'], asked, async ({ trade, stands, reason }) => {
  const outcome = await flagTrade(await createClient(), { id: trade, stands: stands === 'yes', reason });
  refresh();
  return outcome;
});
