// Unknown never becomes pass: take data away from a history, and no rule that could not be told may say that all is well, no account is
// failed on a guess, and nothing is withheld from a trader's favour by a floor nobody could know.
import { describe, expect, it } from 'vitest';
import { openedReviews } from '@/lib/accounts/opened-reviews';
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { assess } from '@/lib/rules/assess';
import { fold, openFacts } from '@/lib/rules/evolve';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { FoldEvent } from '@/lib/rules/types';
import { cents } from '@/lib/money';
import { isFlat } from '@/lib/rules/facts';
import { riskState } from '@/lib/accounts/assessment';
import { webhookVerdict, storedAs } from '@/lib/accounts/verdict-row';
import { foldsOf, openingOf } from './fold-of';
import { lives } from './lives';
import { count, hold } from './replay';

const STOPS = new Set(['fail', 'block', 'pause']);

/** The same history, ended by a report that everything is closed and by a win that reaches any target. */
function withTargetReached(events: FoldEvent[], initial: number): FoldEvent[] {
  const at = (events.at(-1)?.at ?? 0) + 60_000;
  const key = (eventClass: number) => orderKey(BigInt(at) * 1000n, eventClass, 'last');
  const won = cents(Math.round(initial * 0.6));
  const trade = { position_id: 'last', symbol: 'EURUSD', side: 'buy' as const, volume: '0.10', opened_at: at - 30_000, is_final: true };
  return [
    ...events,
    { kind: 'deal', at, id: 'last', key: key(EVENT_CLASS.deal), booked_cents: won, net_cents: won, ...trade },
    { kind: 'mark', at, id: 'last', key: key(EVENT_CLASS.mark), positions: [], floating_cents: cents(0) },
  ];
}

describe('what cannot be told', () => {
  it('is never said to be safe, never ends an account and never passes a phase', () => {
    hold(
      'unknown is not pass',
      300,
      [lives(24, 8)],
      (seen, life) => {
        const { ruleSet } = life.book;
        const events = withTargetReached(foldsOf(life), Number(life.book.initial));
        const { facts, raised } = fold(openFacts(openingOf(life, events), ruleSet), events, ruleSet);
        const states = assess(facts, ruleSet);
        for (const state of states) {
          if (state.outcome !== 'unknown') continue;
          count(seen, 'unknown states');
          expect(state.status).toBe('unknown');
          expect(webhookVerdict(state)).toBe('unknown');
        }
        for (const verdict of raised) {
          if (verdict.outcome !== 'unknown') continue;
          count(seen, 'unknown verdicts');
          expect(storedAs(verdict)).toEqual({ outcome: 'unknown', severity: 'info' });
        }
        const stopping = states.filter(({ consequence }) => STOPS.has(consequence));
        if (stopping.some(({ outcome }) => outcome === 'unknown')) expect(riskState(stopping)).not.toBe('safe');
        // Nobody is failed on an answer that was not a breach.
        const { failed } = facts;
        const reason = failed && raised.find(({ raised_key, rule }) => raised_key === failed.key && rule === failed.rule);
        if (failed) expect(reason?.outcome).toBe('breach');
        const account = { status: 'active', trading_off_reason: null, facts: null, version: 1 } as unknown as LoadedAccount;
        const asked = openedReviews(account, states, [], [], '2027-06-01T00:00:00Z').find(({ kind }) => kind === 'phase_pass');
        const passes = asked !== undefined;
        // Over a rule that could not be judged a person decides, who is told which one; a gate that cannot be told keeps even the question from being put.
        for (const { rule, outcome, consequence } of asked ? states : [])
          if (outcome === 'unknown' && consequence !== 'payout_gate') expect(asked?.reason).toContain(rule.replaceAll('-', ' '));
        const isUnknown = states.some(({ consequence, outcome }) => consequence === 'payout_gate' && outcome === 'unknown');
        if (isUnknown) expect(passes).toBe(false);
        if (passes) count(seen, 'phases passed');
        if (isUnknown && states.some(({ rule, outcome }) => rule === 'profit-target' && outcome === 'met'))
          count(seen, 'targets met beside a doubt');
      },
      ['unknown states', 'unknown verdicts', 'phases passed'],
    );
  });

  it('an open position without a worth leaves equity, and every floor on it, unknown', () => {
    hold(
      'no worth, no pass',
      300,
      [lives(24, 3)],
      (seen, life) => {
        const { ruleSet } = life.book;
        const events = foldsOf(life);
        const { facts } = fold(openFacts(openingOf(life, events), ruleSet), events, ruleSet);
        if (facts.floating_cents !== null) return;
        expect(isFlat(facts)).toBe(false);
        count(seen, 'without a worth');
        for (const state of assess(facts, ruleSet)) {
          const { measure } = (ruleSet.instances.find((one) => one.rule === state.rule && one.instance === state.instance)?.params ??
            {}) as { measure?: string };
          if (!state.rule.startsWith('max-d') || measure === 'balance') continue;
          expect(['unknown', 'breach']).toContain(state.outcome);
        }
      },
      ['without a worth'],
    );
  });
});
