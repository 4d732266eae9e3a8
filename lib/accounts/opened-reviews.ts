// What an account's new state asks a person to decide: a phase that is reached, a balance that does not add up, two truths for one id.
import { instantText } from '@/lib/day';
import type { LoadedAccount } from '@/lib/accounts/loaded';
import type { ViolationRow } from '@/lib/accounts/verdict-row';
import type { Doubt, RuleState } from '@/lib/rules/types';
import { millisOf } from '@/lib/trades/instant-text';

export interface ReviewRow {
  kind: 'phase_pass' | 'data' | 'verdict_changed';
  rule: string | null;
  subject_id: string | null;
  reason: string;
  evidence: unknown;
  due_at: string;
}

const DAY_MS = 86_400_000;

/** The target is met and so is every other gate: trading stops and a person decides on the phase. */
export function targetReached(loaded: LoadedAccount, states: readonly Omit<RuleState, 'evidence' | 'message' | 'after_reset'>[]): boolean {
  const target = states.find((one) => one.rule === 'profit-target');
  if (loaded.status !== 'active' || target?.outcome !== 'met') return false;
  if (states.some((one) => one.consequence === 'fail' && one.status === 'violated')) return false;
  return states.every((one) => one.consequence !== 'payout_gate' || one.outcome === 'met' || one.outcome === 'pass');
}

/** Passed, or closed by a person: its end is decided, so a verdict that would stop it has nothing left to stop and goes to a person. */
export function isSettled(loaded: LoadedAccount): boolean {
  return loaded.status === 'passed' || (loaded.status === 'closed' && !loaded.facts?.failed);
}

/** One review per rule for breaches found on an account whose end is decided. */
export function contradictions(breaches: ViolationRow[], now: string): ReviewRow[] {
  const due_at = instantText(millisOf(now) + DAY_MS);
  return breaches.map(({ rule, subject, message, evidence, breached_at }) => {
    const reason = `Found after the account had ended: ${message}`;
    return { kind: 'verdict_changed', rule, subject_id: null, reason, evidence: { subject, breached_at, evidence }, due_at };
  });
}

/** A phase never passes by itself over a rule that could not be judged, so whoever decides reads first which one that is. */
function passReason(untold: readonly RuleState[]): string {
  const met = 'The target and every gate are met.';
  if (untold.length === 0) return met;
  return `${met} Not known, so a person decides: ${[...new Set(untold.map(({ rule }) => rule.replaceAll('-', ' ')))].join(', ')}.`;
}

export function openedReviews(
  loaded: LoadedAccount,
  states: RuleState[],
  doubts: Doubt[],
  conflicts: { external_id: string; stored_sha256: string; received_sha256: string }[],
  now: string,
): ReviewRow[] {
  const due_at = instantText(millisOf(now) + DAY_MS);
  const reviews: ReviewRow[] = [];
  if (targetReached(loaded, states)) {
    const untold = states.filter((one) => one.consequence !== 'payout_gate' && one.outcome === 'unknown');
    const evidence = [...states.filter((one) => one.consequence === 'payout_gate'), ...untold].map(({ rule, message }) => ({
      rule,
      message,
    }));
    reviews.push({ kind: 'phase_pass', rule: null, subject_id: null, reason: passReason(untold), evidence, due_at });
  }
  for (const { code, message, event_id } of doubts) {
    reviews.push({ kind: 'data', rule: code, subject_id: null, reason: message, evidence: { event_id }, due_at });
  }
  if (conflicts.length > 0) {
    const reason = 'An id came a second time with other content; the first stands.';
    const evidence = conflicts.map(({ external_id, stored_sha256, received_sha256 }) => ({ external_id, stored_sha256, received_sha256 }));
    reviews.push({ kind: 'data', rule: 'content-conflict', subject_id: null, reason, evidence, due_at });
  }
  return reviews;
}
