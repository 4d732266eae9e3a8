'use server';
// Writing drafts, publishing what was seen, and moving running accounts. Only config and admin; publishing takes another of them.
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { editedDocument } from '@/lib/challenges/draft-document';
import { presetDraft } from '@/lib/challenges/new-draft';
import { provesPreview } from '@/lib/challenges/preview-gate';
import { certifyRuleSet } from '@/lib/challenges/certify-settle';
import { checkPublishable, soldAs } from '@/lib/challenges/publishable';
import { readInForce, readPhases, readRuleSet, readVersions } from '@/lib/challenges/read';
import { migratePhase, publishDraft, saveDraft } from '@/lib/challenges/write';
import { createClient } from '@/lib/db/server';
import { accept, refuse } from '@/lib/refusal';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { staffAction } from '@/lib/staff/action';
import { reasonText } from '@/lib/staff/reason';

const WRITERS = ['config', 'admin'] as const;
const GONE = refuse('not-found', 'This rule set does not exist.');

const beginning = z.strictObject({ phase: z.uuid('Choose a phase.'), from: z.string().min(1, 'Choose where to begin.').max(80) });

export const beginDraft = staffAction(WRITERS, beginning, async ({ phase: phaseId, from }) => {
  const client = await createClient();
  const phase = (await readPhases(client)).find(({ id }) => id === phaseId);
  if (!phase) return refuse('not-found', 'This phase does not exist.', { path: 'phase' });
  const inForce = from === 'in-force' ? (await readVersions(client, phaseId)).find((one) => one.is_in_force) : undefined;
  if (from === 'in-force' && !inForce) {
    return refuse('nothing-in-force', 'No version is in force in this phase yet: begin with a preset.', { path: 'from' });
  }
  const held = inForce ? await readRuleSet(client, inForce.id) : null;
  const document = held ? accept(held.document) : presetDraft(from, phase);
  if (!document.ok) return document;
  const note = held ? `From version ${held.version}` : `From the preset ${from}`;
  const saved = await saveDraft(client, { phase_id: phaseId, document: document.value, note, effective_from: null });
  if (!saved.ok) return saved;
  return redirect(`/rules/${saved.value}/edit`);
});

const LOCAL_MINUTE = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
// The fields of the rules are as many as their schemas say; each is read by its rule's own schema below.
const editing = z
  .object({
    id: z.uuid(),
    seen: z.string().max(80),
    note: reasonText('Say in a few words what changes.'),
    effective: z.union([z.literal(''), z.string().regex(LOCAL_MINUTE, 'Write the date and time the version takes effect.')]),
    set_name: z.string().max(80),
  })
  .catchall(z.string().max(8000));

export const editDraft = staffAction(WRITERS, editing, async ({ id, seen, note, effective, ...fields }) => {
  const client = await createClient();
  const held = await readRuleSet(client, id);
  if (!held) return GONE;
  if (held.checksum !== seen) return refuse('stale', 'This draft was changed meanwhile by somebody else. What you typed is still here.');
  const document = editedDocument(held.document, fields);
  const compiled = compileRuleSet(document);
  if (!compiled.ok) return compiled;
  const effective_from = effective === '' ? null : `${effective}:00Z`;
  const saved = await saveDraft(client, { id, phase_id: held.phase_id, document, note, effective_from });
  if (!saved.ok) return saved;
  return redirect(`/rules/${id}`);
});

const publishing = z.strictObject({ id: z.uuid(), checksum: z.string().max(80), proof: z.string().max(80) });

export const publishVersion = staffAction(WRITERS, publishing, async ({ id, checksum, proof }, actor) => {
  const client = await createClient();
  const held = await readRuleSet(client, id);
  if (!held) return GONE;
  const neighbours = (await readInForce(client, held.challenge_type_id)).filter((one) => one.phase_id !== held.phase_id);
  const now = new Date();
  const checked = checkPublishable(held.document, soldAs(held, neighbours), now.toISOString().slice(0, 10));
  if (!checked.ok) return checked;
  if (!provesPreview(proof, { rule_set_id: id, checksum, staff_id: actor.id })) {
    return refuse('preview-unfinished', 'Let the preview of this very draft run to its end first.');
  }
  const certified = await certifyRuleSet({ rule_set_id: id, checksum, staff_id: actor.id }, checked.value, now);
  if (!certified.ok) return certified;
  const done = await publishDraft(client, id, checksum, now);
  if (!done.ok) return done;
  refresh();
  return accept(`Version ${held.version} is published. ${held.challenge_title}, ${held.phase_name}: running accounts keep theirs.`);
});

const migrating = z.strictObject({
  phase: z.uuid(),
  version: z.uuid(),
  reason: reasonText('Say why; it is kept with every account.'),
  consent: reasonText('Say how the traders agreed; it is kept with every account.'),
});

export const migrateAccounts = staffAction(WRITERS, migrating, async ({ phase, version, reason, consent }) => {
  const moved = await migratePhase(await createClient(), { phase_id: phase, rule_set_id: version, reason, consent }, new Date());
  if (!moved.ok) return moved;
  refresh();
  return accept(`${moved.value} ${moved.value === 1 ? 'account was' : 'accounts were'} moved; the traders are told by mail`);
});
