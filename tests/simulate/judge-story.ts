// Reads delivered messages as the door does and folds them as the judge does, without a database: each event once, in the one order.
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { cents } from '@/lib/money';
import { assess } from '@/lib/rules/assess';
import { fold, openFacts } from '@/lib/rules/evolve';
import type { MarketData } from '@/lib/rules/market';
import { marketOf } from '@/lib/rules/market-rows';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { Folded, RuleState } from '@/lib/rules/types';
import { admit } from '@/lib/trades/admit';
import { toFoldEvent } from '@/lib/trades/fold-event';
import { parseNeutral } from '@/lib/trades/sources/neutral';
import { SYMBOLS } from '@/supabase/local/seed/catalogue';
import { demoMarket } from '@/supabase/local/seed/market';

export interface Judged {
  folded: Folded;
  states: RuleState[];
  problems: string[];
}

/** The market as the demo firm knows it. */
function marketAt(now: number): MarketData {
  const { news, rates, holidays } = demoMarket(now);
  const span = ({ covers_from, covers_to }: { covers_from: string; covers_to: string }) => ({
    from: Date.parse(covers_from),
    to: Date.parse(covers_to),
  });
  return marketOf({
    symbols: SYMBOLS,
    releases: news.rows.map(({ event, title, at }) => ({ event, title, at: Date.parse(at), source: 'demo' })),
    rates: rates.rows.map((one) => ({ ...one, at: Date.parse(one.at), source: 'demo' })),
    holidays: holidays.rows.map(({ day }) => ({ calendar: holidays.calendar, day })),
    covers: [
      { kind: 'news', calendar: null, ...span(news) },
      { kind: 'holidays', calendar: holidays.calendar, ...span(holidays) },
    ],
  });
}

export function judge(bodies: string[], document: unknown, opening: { at: number; balance_cents: number }): Judged {
  const compiled = compileRuleSet(document);
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  const problems: string[] = [];
  const drafts = bodies.flatMap((body) => {
    const parsed = parseNeutral(Buffer.from(body, 'utf8'));
    if (!parsed.ok) throw new Error(parsed.message);
    return parsed.events.flatMap((event) => {
      if (event.outcome === 'read') return [event.draft];
      if (event.outcome === 'access') return [];
      problems.push(`${event.external_id}: ${event.code} at ${event.path}`);
      return [];
    });
  });
  const placed = drafts.map((draft, index) => ({ index, draft }));
  const loaded = { known: [] } as unknown as LoadedAccount;
  const scaling = { digits: 2, currency: 'USD', source: 'webhook', message_id: 'm', received_at: '2027-01-01T00:00:00.000Z' } as const;
  const admitted = admit(placed, loaded, scaling);
  for (const result of admitted.results.values()) problems.push(JSON.stringify(result));
  const events = admitted.fresh.map(({ event }) => toFoldEvent(event, null));
  const facts = openFacts({ at: opening.at, balance_cents: cents(opening.balance_cents) }, compiled.value);
  const market = marketAt(opening.at);
  const folded = fold(facts, events, compiled.value, { moments: false, market });
  return { folded, states: assess(folded.facts, compiled.value, market), problems };
}
