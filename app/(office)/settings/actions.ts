'use server';
// Proposing and publishing a setting of the firm: two people, in two steps.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { SETTING_KEYS, settingForm } from '@/lib/settings/schema';
import { proposeSetting, publishSetting } from '@/lib/settings/write';
import { staffAction } from '@/lib/staff/action';

const WRITERS = ['config', 'finance', 'admin'] as const;

export const propose = staffAction(WRITERS, settingForm, async (input) => {
  const outcome = await proposeSetting(await createClient(), input, new Date());
  if (outcome.ok) refresh();
  return outcome;
});

const seen = z.strictObject({ key: z.enum(SETTING_KEYS), version: z.coerce.number().int().positive() });
export const publish = staffAction(WRITERS, seen, async (input) => {
  const outcome = await publishSetting(await createClient(), input, new Date());
  refresh();
  return outcome;
});
