// Stories as the judge sees them: the door takes every event, the judge's balance is the broker's, and the traders who were cast to
// fail do fail while the steady ones do not.
import { describe, expect, it } from 'vitest';
import { daysBefore } from '@/supabase/local/simulate/calendar';
import { messagesOf, storyOf, type Part } from '@/supabase/local/simulate/cast';
import type { ProfileName } from '@/supabase/local/simulate/profile';
import { CHALLENGES } from '@/supabase/local/seed/catalogue';
import { judge, type Judged } from './judge-story';

const DAYS = daysBefore(Date.parse('2026-11-21'), 22);
const CLASSIC = CHALLENGES[0]?.phases[0]?.document;

function tell(profile: ProfileName, login: string, document: unknown = CLASSIC): { part: Part; judged: Judged } {
  const account = { platform: 'mt5', server: 'Demo-Live', login, currency: 'USD', digits: 2 };
  const part: Part = { seed: '7', account, initial_cents: 10_000_000, hit_rate: 0.55, days: DAYS, profile };
  const bodies = messagesOf(part).map((message) => message.body);
  const opening = { at: Date.parse(`${DAYS[0]}T00:00:00Z`), balance_cents: 10_000_000 };
  return { part, judged: judge(bodies, document, opening) };
}

describe.each(['steady', 'strong', 'careless', 'tilted', 'reckless', 'idle'] as const)('a %s trader', (profile) => {
  const { part, judged } = tell(profile, '5550001111');

  it('sends nothing the door would doubt', () => {
    expect(judged.problems).toEqual([]);
  });

  it('ends with the balance the broker last reported', () => {
    const last = storyOf(part)
      .flatMap((day) => day.events)
      .findLast((event) => event.type === 'account.snapshot');
    expect(judged.folded.facts.balance_gap_cents).toBe(0);
    expect((judged.folded.facts.balance_cents / 100).toFixed(2)).toBe(last?.data.balance);
  });
});

it('breaks the daily limit on a tilt, and the drawdown by recklessness', () => {
  const rules = (profile: ProfileName): (string | undefined)[] =>
    ['5550000001', '5550000002', '5550000003'].map((login) => tell(profile, login).judged.folded.facts.failed?.rule);
  expect(rules('tilted')).toEqual(['max-daily-loss', 'max-daily-loss', 'max-daily-loss']);
  expect(rules('reckless')).toContain('max-drawdown');
  expect(rules('steady')).toEqual([undefined, undefined, undefined]);
});

it('reaches the target with strong traders', () => {
  const profits = ['5550000001', '5550000002', '5550000003'].map(
    (login) => tell('strong', login).judged.folded.facts.cumulative_profit_cents,
  );
  expect(profits.some((profit) => profit >= 1_000_000)).toBe(true);
});

it('leaves nothing open for want of symbols, news, rates or holidays', () => {
  // Every rule that reads the market, over a month of every trader's instruments; stops are told by the simulated broker too.
  const rules = {
    'news-window': [{ instruments_by_event: { US_CPI: ['*USD*'] } }],
    'weekend-holding': [{ tz: 'America/New_York', time: '16:45' }],
    'overnight-holding': [{ tz: 'America/New_York', time: '16:45', exceptions: { forex: 'exempt', crypto: 'exempt' } }],
    'risk-per-trade': [{ basis: 'position_size', limit_pct: '1', consequence: 'flag' }],
    'max-exposure': [{ max_lots: '100', mini_equivalent: 10 }],
  };
  const document = { ...CLASSIC, phase: 'funded', rules };
  for (const profile of ['steady', 'strong', 'tilted', 'idle'] as const) {
    const { folded, states } = tell(profile, '5550001111', document).judged;
    expect([...folded.raised, ...states].filter(({ outcome }) => outcome === 'unknown')).toEqual([]);
  }
});

it('sells only rule sets that may be published', () => {
  for (const phase of CHALLENGES.flatMap((challenge) => challenge.phases))
    expect(() => judge([], phase.document, { at: 0, balance_cents: 0 })).not.toThrow();
});
