'use server';
// Confirming by hand what the platform was told to do.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { accept, refuse } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';
import { confirmOrder } from '@/lib/trades/platform-orders-write';

const form = z.strictObject({ order: z.uuid(), reason: reasonText('Say how it was done.') });

export const confirmPlatformOrder = staffAction(['risk', 'admin'], form, async ({ order, reason }) => {
  const trouble = await confirmOrder(await createClient(), order, reason);
  if (trouble) return refuse(trouble.code, trouble.message);
  refresh();
  return accept('Confirmed as done by hand');
});
