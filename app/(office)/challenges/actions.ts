'use server';
// Writing products and their phases. A new phase gets its first rules as a draft, which another person publishes.
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import type { Plain } from '@/lib/challenges/draft-fields';
import { presetDraft, type PhaseSold } from '@/lib/challenges/new-draft';
import { codeOf, phaseDocument, phaseFigures } from '@/lib/challenges/phase-document';
import { productForm } from '@/lib/challenges/products';
import { readProduct } from '@/lib/challenges/products-read';
import { archiveProduct, savePhase, saveProduct } from '@/lib/challenges/products-write';
import { saveDraft } from '@/lib/challenges/write';
import { createClient } from '@/lib/db/server';
import { accept, refuse, type Result } from '@/lib/refusal';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { staffAction } from '@/lib/staff/action';
import { readForm } from '@/lib/staff/form';
import { reasonText } from '@/lib/staff/reason';

const WRITERS = ['config', 'admin'] as const;
const GONE = refuse('not-found', 'This product does not exist.');

export const saveChallenge = staffAction(WRITERS, productForm, async (product) => {
  const saved = await saveProduct(await createClient(), product);
  if (!saved.ok) return saved;
  if (!product.id) return redirect(`/challenges/${saved.value}`);
  refresh();
  return accept(`${product.title} is saved`);
});

const archiving = z.strictObject({
  id: z.uuid(),
  version: z.coerce.number().int().positive(),
  is_archived: z.enum(['true', 'false']).transform((text) => text === 'true'),
  reason: reasonText('Say why; it is kept with the product.'),
});

export const archiveChallenge = staffAction(WRITERS, archiving, async (input) => {
  const done = await archiveProduct(await createClient(), input);
  if (!done.ok) return done;
  refresh();
  return accept(done.value ? 'It is not sold any more; running accounts keep their terms' : 'It is sold again');
});

const position = z
  .string()
  .regex(/^[1-9]$/, 'Write its place, 1 to 9.')
  .transform((text) => Number.parseInt(text, 10));
const phaseBase = {
  challenge_type_id: z.uuid(),
  position,
  name: z.string().trim().min(2, 'Give the phase a name.').max(60),
  is_live: z.enum(['true', 'false']).transform((text) => text === 'true'),
};
// The figures are sent only where the rules begin with them, and are read by their own schema then.
const adding = z.object({ ...phaseBase, from: z.string().min(1, 'Choose where its rules begin.').max(80) }).catchall(z.string().max(80));

export const addPhase = staffAction(WRITERS, adding, async ({ challenge_type_id, position: place, name, is_live, from, ...sent }) => {
  const client = await createClient();
  const held = await readProduct(client, challenge_type_id);
  if (!held) return GONE;
  const { title: challenge_title, currency, account_size_cents } = held.product;
  const sold = { id: '', name, position: place, is_live, challenge_title, currency, account_size_cents };
  // The rules are made before the phase, so that figures nobody can be judged by leave nothing behind.
  const document = from === 'figures' ? fromFigures(sent, sold) : presetDraft(from, sold);
  if (!document.ok) return document;
  const compiled = compileRuleSet(document.value);
  if (!compiled.ok) return compiled;
  const saved = await savePhase(client, { challenge_type_id, position: place, name, is_live });
  if (!saved.ok) return saved;
  const note = from === 'figures' ? 'From the figures of its phase' : `From the preset ${from}`;
  const draft = await saveDraft(client, { phase_id: saved.value, document: document.value, note, effective_from: null });
  if (!draft.ok) return draft;
  refresh();
  return accept(`${name} is there; its rules are a draft until somebody else publishes them`);
});

function fromFigures(sent: Record<string, string>, sold: PhaseSold): Result<Plain> {
  const figures = readForm(phaseFigures, sent);
  return figures.ok ? accept(phaseDocument(codeOf(sold.challenge_title, sold.name), figures.value, sold)) : figures;
}

const editing = z.strictObject({ ...phaseBase, id: z.uuid(), version: z.coerce.number().int().positive() });

export const editPhase = staffAction(WRITERS, editing, async (phase) => {
  const saved = await savePhase(await createClient(), phase);
  if (!saved.ok) return saved;
  refresh();
  return accept(`${phase.name} is saved`);
});
