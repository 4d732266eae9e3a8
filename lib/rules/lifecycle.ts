// What gates and breaches make of a running phase: only a confirmed breach of a failing rule ends it by itself.
// Meeting the target, even with every gate, opens a review and leaves the account active until a person decides.
export interface PhaseFact {
  at: number;
  fact: string;
}
export interface PhaseState {
  state: 'active' | 'failed';
  failed_at: number | null;
  /** Target and days both met before any breach: the review may open. */
  is_ready: boolean;
}

export function phaseState(facts: readonly PhaseFact[], minDays: number): PhaseState {
  let target = false;
  let days = minDays === 0;
  for (const { at, fact } of facts) {
    if (fact.endsWith('_breach')) return { state: 'failed', failed_at: at, is_ready: false };
    if (fact === 'target_met') target = true;
    if (fact === 'days_met') days = true;
  }
  return { state: 'active', failed_at: null, is_ready: target && days };
}
