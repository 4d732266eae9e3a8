// Forbids opening or closing targeted instruments around a news release, where the firm is filled at prices nobody can match.
// A stop, a target or a pending order that is filled counts as an act; what was opened earlier may be held through the release.
// Without a calendar that covers the act the answer is unknown. It applies to the named phases and spares the exempt account types.
import { z } from 'zod';
import { instantText } from '@/lib/day';
import { plainSymbol } from '@/lib/rules/account-pairs';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { isCovered, placeOf, type NewsCalendar, type Release } from '@/lib/rules/market';
import { violatesNews, type NewsLimits } from '@/lib/rules/news-windows';
import { consequenceSchema, resetSchema, wholeCount } from '@/lib/rules/params';
import type { Judged, Rule, Standing, Tested } from '@/lib/rules/rule';
import { turnBook, type TradeBook } from '@/lib/rules/trade-book';
import type { Change, Facts, FoldEvent, Instant } from '@/lib/rules/types';

interface Memory {
  book: TradeBook;
  found: Tested[];
}
type News = Judged<NewsLimits>;
interface Act {
  id: string;
  symbol: string;
  at: Instant | null;
  what: 'opened' | 'closed';
}

function params(): z.ZodType<NewsLimits> {
  return z.strictObject({
    before_s: wholeCount.default(120),
    after_s: wholeCount.default(120),
    edges: z.enum(['inclusive', 'exclusive']).default('inclusive'),
    phases: z.array(z.string()).default(['funded']),
    exempt_types: z.array(z.string()).default(['swing']),
    instruments_by_event: z.record(z.string(), z.array(z.string())).default({}),
    consequence: consequenceSchema.optional(),
    reset: resetSchema.optional(),
  }) as unknown as z.ZodType<NewsLimits>;
}

function applies({ params: limits, header }: News): boolean {
  return limits.phases.includes(header.phase) && !limits.exempt_types.includes(header.account_type);
}

function learn(judged: News, memory: Memory, _facts: Facts, event: FoldEvent, change: Change): void {
  const wasTold = event.kind === 'deal' && memory.book[event.position_id]?.told === true;
  const { opened } = turnBook(memory.book, event, change);
  const acts: Act[] = opened.map(({ id, symbol, opened_at: at }) => ({ id, symbol, at, what: 'opened' }));
  if (event.kind === 'deal') acts.push({ id: event.position_id, symbol: event.symbol, at: event.at, what: 'closed' });
  memory.found = [];
  if (!applies(judged)) return;
  for (const act of acts) {
    if (wasTold || memory.found.some(({ subject }) => subject === act.id)) continue;
    const tested = judge(judged, act, event.id);
    if (tested === null) continue;
    memory.found.push(tested);
    const held = memory.book[act.id];
    if (held !== undefined && tested.outcome === 'breach') held.told = true;
  }
}

function judge({ params: limits, header, market }: News, act: Act, id: string): Tested | null {
  const { at } = act;
  if (at === null) return unknownOf('seconds', `Nobody told when position ${act.id} was opened.`);
  const calendar = market?.news ?? null;
  const [first, last] = [at - limits.after_s * 1000, at + limits.before_s * 1000];
  if (calendar === null || !isCovered(calendar.covers, first, last)) {
    return unknownOf('seconds', `No news calendar covers ${instantText(at)}, when position ${act.id} was ${act.what}.`);
  }
  const acted = { at, phase: header.phase, account_type: header.account_type };
  const hit = releasesBetween(calendar, first, last).find((release) =>
    [act.symbol, plainSymbol(act.symbol)].some((symbol) => violatesNews(limits, release, { ...acted, symbol })),
  );
  if (hit === undefined) return null;
  const measured = Math.floor(Math.abs(at - hit.at) / 1000);
  const limit = at < hit.at ? limits.before_s : limits.after_s;
  const message = `Position ${act.id} in ${act.symbol} was ${act.what} at ${instantText(at)}, ${measured} seconds ${at < hit.at ? 'before' : 'after'} ${hit.title ?? hit.event}; ${limit} are kept free.`;
  const evidence = [
    { label: hit.title ?? hit.event, value: instantText(hit.at), event_id: id },
    ...(hit.source === undefined ? [] : [{ label: 'Calendar', value: hit.source }]),
  ];
  return breachOf({ subject: act.id, unit: 'seconds', measured, limit, message, evidence });
}

function releasesBetween({ releases }: NewsCalendar, from: Instant, to: Instant): Release[] {
  const found: Release[] = [];
  for (let i = placeOf(releases, from); i < releases.length; i += 1) {
    const release = releases[i];
    if (release === undefined || release.at > to) break;
    found.push(release);
  }
  return found;
}

function stand(judged: News, _memory: Memory, facts: Facts): Standing {
  const { before_s: before, after_s: after } = judged.params;
  const base = { unit: 'seconds' as const, measured: null, limit: before, allowance: null, evidence: [], broken: false };
  if (!applies(judged))
    return { ...base, outcome: 'pass', headroom: null, message: 'News windows do not apply to this phase and account type.' };
  const calendar = judged.market?.news ?? null;
  if (calendar === null || !isCovered(calendar.covers, facts.at, facts.at)) {
    return { ...base, outcome: 'unknown', headroom: null, message: 'No news calendar covers the present.' };
  }
  const targeted = new Set(Object.keys(judged.params.instruments_by_event));
  const next = releasesBetween(calendar, facts.at - after * 1000, Infinity).find(({ event }) => targeted.has(event));
  if (next === undefined) return { ...base, outcome: 'pass', headroom: null, message: 'No targeted release is ahead.' };
  const headroom = Math.max(0, Math.floor((next.at - before * 1000 - facts.at) / 1000));
  return {
    ...base,
    outcome: 'pass',
    headroom,
    message: `The next targeted release is ${next.title ?? next.event} at ${instantText(next.at)}.`,
  };
}

export const newsWindow: Rule<NewsLimits, Memory> = {
  code: 'news-window',
  defaultConsequence: 'flag',
  params,
  readsMarket: () => true,
  open: () => ({ book: {}, found: [] }),
  learn,
  test: (_judged, memory, _facts, moment) => (moment.kind === 'reset' ? [] : memory.found),
  stand,
};
