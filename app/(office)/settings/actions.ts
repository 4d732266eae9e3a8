'use server';
// Proposing and publishing a setting of the firm: two people, in two steps.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import { SETTING_KEYS, settingForm } from '@/lib/settings/schema';
import { proposeSetting, publishSetting } from '@/lib/settings/write';
import { staffAction, type ActionState } from '@/lib/staff/action';

const WRITERS = ['config', 'finance', 'admin'] as const;

const proposing = staffAction(WRITERS, settingForm, async (input) => {
  const outcome = await proposeSetting(await createClient(), input, new Date());
  if (outcome.ok) refresh();
  return outcome;
});
export async function propose(before: ActionState, form: FormData): Promise<ActionState> {
  return proposing(before, form);
}

const seen = z.strictObject({ key: z.enum(SETTING_KEYS), version: z.coerce.number().int().positive() });
const publishing = staffAction(WRITERS, seen, async (input) => {
  const outcome = await publishSetting(await createClient(), input, new Date());
  refresh();
  return outcome;
});
export async function publish(before: ActionState, form: FormData): Promise<ActionState> {
  return publishing(before, form);
}
