'use server';
// Forgetting a person: asked for by one admin, agreed to by another; and the legal hold that forbids it.
import { refresh } from 'next/cache';
import { z } from 'zod';
import { createClient } from '@/lib/db/server';
import type { Result } from '@/lib/refusal';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';
import { askErasure, decideErasure, setLegalHold } from '@/lib/traders/erasure-write';

const reason = reasonText('Write a reason: the audit keeps it.');
const request = z.strictObject({ trader: z.uuid(), reason });
const decision = z.strictObject({ id: z.uuid(), decision: z.enum(['agree', 'withdraw']), reason });
const hold = z.strictObject({ trader: z.uuid(), holds: z.enum(['yes', 'no']), reason });

function shown(outcome: Result<string>): Result<string> {
  if (outcome.ok) refresh();
  return outcome;
}

export const askToErase = staffAction(['admin'], request, async (input) =>
  shown(await askErasure(await createClient(), input.trader, input.reason)),
);
export const decideToErase = staffAction(['admin'], decision, async (input) => shown(await decideErasure(await createClient(), input)));
export const holdForLaw = staffAction(['finance', 'admin'], hold, async ({ holds, ...input }) =>
  shown(await setLegalHold(await createClient(), { ...input, holds: holds === 'yes' })),
);
