// What config staff do to rule sets. The database checks role, state and second person again and files the events.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Plain } from '@/lib/challenges/draft-fields';
import { accept, refuse, type Result } from '@/lib/refusal';

const WORDS: Record<string, string> = {
  'not-allowed': 'Your role may not do this.',
  'not-found': 'This rule set or phase does not exist.',
  'already-decided': 'This draft was published meanwhile. What you typed is still here.',
  'needs-another-person': 'You wrote this draft, so another person of config or admin publishes it.',
  'not-certified': 'It was not checked as it stands now. Let the preview run to its end and publish again.',
  'no-time-limit': 'This product is sold without a time limit: leave the longest period out.',
  stale: 'This changed since you opened it. Look at it again, then decide.',
  'reason-missing': 'Say why, and how the traders agreed; both are kept with every account.',
};

function refused(error: { message: string; code?: string }): { ok: false; refusal: { code: string; message: string } } {
  const code = /^[a-z]+(-[a-z]+)*/.exec(error.message)?.[0] ?? '';
  const known = WORDS[code];
  if (known) return refuse(code, known);
  if (/versions count up/.test(error.message))
    return refuse('version-overtaken', 'A later version was published already. Begin a new draft from it.');
  if (error.code === '23505') return refuse('same-moment', 'Another version takes effect at that very moment. Choose another one.');
  return refuse('not-saved', 'The database refused it. Nothing was changed.');
}

interface DraftToSave {
  /** Absent for a draft that does not exist yet. */
  id?: string;
  phase_id: string;
  document: Plain;
  note: string;
  /** Null: from the moment it is published. */
  effective_from: string | null;
}

/** Saves a draft and answers its id. The version is counted by the database. */
export async function saveDraft(client: SupabaseClient, draft: DraftToSave): Promise<Result<string>> {
  const { document, ...rest } = draft;
  const { data, error } = await client.rpc('save_rule_set', { p: { ...rest, rules: document } });
  return error ? refused(error) : accept(String(data));
}

/** Publishes what was seen: a document that changed since has another checksum and is refused as stale. */
export async function publishDraft(client: SupabaseClient, id: string, checksum: string, now: Date): Promise<Result<null>> {
  const { error } = await client.rpc('publish_rule_set', { p_id: id, p_checksum: checksum, p_now: now.toISOString() });
  return error ? refused(error) : accept(null);
}

interface Migration {
  phase_id: string;
  /** The version in force as the person saw it. */
  rule_set_id: string;
  reason: string;
  /** How the traders agreed. */
  consent: string;
}

/** Moves the running accounts of a phase to the version in force and answers how many moved. */
export async function migratePhase(client: SupabaseClient, migration: Migration, now: Date): Promise<Result<number>> {
  const { data, error } = await client.rpc('migrate_phase', {
    p_phase_id: migration.phase_id,
    p_rule_set_id: migration.rule_set_id,
    p_reason: migration.reason,
    p_consent: migration.consent,
    p_now: now.toISOString(),
  });
  return error ? refused(error) : accept(data as number);
}
