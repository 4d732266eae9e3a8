// Reads rule sets, the phases they belong to and who is pinned to them, through the reader's own session.
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Plain } from '@/lib/challenges/draft-fields';
import type { PhaseSold } from '@/lib/challenges/new-draft';
import type { Product } from '@/lib/challenges/products';
import type { Neighbour } from '@/lib/challenges/stricter';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { UUID } from '@/lib/uuid';

export interface RuleSetRow {
  id: string;
  phase_id: string;
  code: string;
  version: number;
  state: 'draft' | 'published' | 'retired';
  currency: string;
  initial_balance_cents: number;
  checksum: string;
  note: string;
  effective_from: string | null;
  published_at: string | null;
  published_via: 'office' | 'sql';
  created_at: string;
  created_by: string | null;
  created_by_name: string | null;
  published_by_name: string | null;
  second_person_name: string | null;
  sources: unknown;
  phase_name: string;
  phase_position: number;
  is_live: boolean;
  challenge_type_id: string;
  challenge_title: string;
  is_archived: boolean;
  account_size_cents: number;
  challenge_kind: string;
  is_in_force: boolean;
  accounts_total: number;
  accounts_running: number;
}
interface RuleSetDetail extends RuleSetRow {
  document: Plain;
}

/** Every version of what is sold, by challenge and phase, newest first. */
export async function readRuleSets(client: SupabaseClient): Promise<RuleSetRow[]> {
  const { data, error } = await client
    .from('rule_sets_list')
    .select('*')
    .eq('is_archived', false)
    .order('challenge_title')
    .order('challenge_type_id')
    .order('phase_position')
    .order('version', { ascending: false });
  if (error) throw new Error(`rule_sets_list: ${error.message}`);
  return (data ?? []) as RuleSetRow[];
}

/** The versions of one phase, newest first. */
export async function readVersions(client: SupabaseClient, phaseId: string): Promise<RuleSetRow[]> {
  const { data, error } = await client.from('rule_sets_list').select('*').eq('phase_id', phaseId).order('version', { ascending: false });
  if (error) throw new Error(`rule_sets_list: ${error.message}`);
  return (data ?? []) as RuleSetRow[];
}

export async function readRuleSet(client: SupabaseClient, id: string): Promise<RuleSetDetail | null> {
  if (!UUID.test(id)) return null;
  const [row, document] = await Promise.all([
    client.from('rule_sets_list').select('*').eq('id', id).maybeSingle(),
    client.from('rule_sets').select('rules').eq('id', id).maybeSingle(),
  ]);
  const error = row.error ?? document.error;
  if (error) throw new Error(`rule_sets: ${error.message}`);
  if (!row.data || !document.data) return null;
  return { ...(row.data as RuleSetRow), document: document.data.rules as Plain };
}

/** The rules in force in the phases of a challenge, or of every challenge that is sold, by phase. */
export async function readInForce(
  client: SupabaseClient,
  challengeId: string | null,
): Promise<(Neighbour & { phase_id: string; sources: unknown })[]> {
  const listed = client.from('rule_sets_list').select('id, phase_id, phase_name, is_live, sources').eq('is_in_force', true);
  const { data: rows, error } = await (challengeId === null
    ? listed.eq('is_archived', false)
    : listed.eq('challenge_type_id', challengeId));
  if (error) throw new Error(`rule_sets_list: ${error.message}`);
  const ids = (rows ?? []).map(({ id }) => String(id));
  const { data: documents, error: unread } = await client.from('rule_sets').select('id, rules').in('id', ids);
  if (unread) throw new Error(`rule_sets: ${unread.message}`);
  return (rows ?? []).flatMap(({ id, phase_id, phase_name, is_live, sources }) => {
    const compiled = compileRuleSet((documents ?? []).find((one) => one.id === id)?.rules);
    return compiled.ok ? [{ phase_id, phase: phase_name, is_live, ruleSet: compiled.value, sources }] : [];
  });
}

/** Phases of the challenges that are sold, in the order of their steps. */
export async function readPhases(client: SupabaseClient): Promise<PhaseSold[]> {
  const [phases, kinds] = await Promise.all([
    client.from('phases').select('id, challenge_type_id, name, position, is_live').order('position'),
    client.from('challenge_types').select('id, title, currency, account_size_cents').eq('is_archived', false).order('title'),
  ]);
  const error = phases.error ?? kinds.error;
  if (error) throw new Error(`phases: ${error.message}`);
  return (kinds.data ?? []).flatMap((kind) =>
    (phases.data ?? [])
      .filter((phase) => phase.challenge_type_id === kind.id)
      .map(({ id, name, position, is_live }) => ({
        ...{ id, name, position, is_live },
        ...{ challenge_title: kind.title, currency: kind.currency, account_size_cents: kind.account_size_cents },
      })),
  );
}

export interface ChallengeSold extends Omit<Product, 'is_archived' | 'archived_at' | 'version'> {
  phases: { id: string; name: string; position: number; is_live: boolean }[];
}

/** What is sold, by title, with its phases in order. */
export async function readChallenges(client: SupabaseClient): Promise<ChallengeSold[]> {
  const [kinds, phases] = await Promise.all([
    client
      .from('challenge_types')
      .select('id, title, steps, kind, product_id, account_size_cents, currency, price_cents, profit_split_bps, connection_id')
      .eq('is_archived', false)
      .order('title'),
    client.from('phases').select('id, challenge_type_id, name, position, is_live').order('position'),
  ]);
  const error = kinds.error ?? phases.error;
  if (error) throw new Error(`challenge_types: ${error.message}`);
  return (kinds.data ?? []).map((kind) => ({
    ...kind,
    phases: (phases.data ?? []).filter((phase) => phase.challenge_type_id === kind.id),
  }));
}
