// Figures of the rules about time: the period, idleness, hours, what may be held over, news, and stops set in time.
import { parseDecimal } from '@/lib/decimal';
import { inactivityDeadlines } from '@/lib/rules/deadlines';
import { isFlat } from '@/lib/rules/facts';
import { tell, type Bind } from '@/lib/rules/figure-reading';
import { isUntold, type HeldMemory } from '@/lib/rules/held-over';
import type { InactivityParams } from '@/lib/rules/inactivity';
import { holidaysOf, isCovered, placeOf, symbolOf } from '@/lib/rules/market';
import type { MaxPeriodParams } from '@/lib/rules/max-period';
import type { NewsLimits } from '@/lib/rules/news-windows';
import type { StopBook } from '@/lib/rules/stop-book';
import type { StopLossParams } from '@/lib/rules/stop-loss-required';
import { isExempt, type WeekendParams } from '@/lib/rules/weekend-holding';

const SECOND_MS = 1000;

type Period = { started_at: number | null; expires_at: number | null; end: 'running' | 'met' | 'told' };
export const periodFigures: Bind<MaxPeriodParams, Period> = (_judged, row) => {
  row.unit = 'seconds';
  return ({ started_at: started, expires_at: expires, end }, facts, into) => {
    if (started === null || expires === null) return tell(into, 'pass', null, null, null, null, false);
    const limit = Math.floor((expires - started) / SECOND_MS);
    const measured = Math.max(0, Math.floor((facts.at - started) / SECOND_MS));
    return tell(into, end === 'told' ? 'breach' : 'pass', measured, limit, end === 'met' ? limit : limit - measured, limit, end === 'told');
  };
};

export const inactivityFigures: Bind<InactivityParams, { last_at: number }> = ({ params, instance }, row) => {
  row.unit = 'seconds';
  const deadlineOf = inactivityDeadlines(params.days, params.tz ?? instance.reset.tz);
  return ({ last_at: last }, facts, into) => {
    const deadline = deadlineOf(last);
    const flat = isFlat(facts);
    const limit = Math.floor((deadline - last) / SECOND_MS);
    const measured = flat ? Math.floor((facts.at - last) / SECOND_MS) : 0;
    const broken = flat && facts.at > deadline;
    return tell(into, broken ? 'breach' : 'pass', measured, limit, limit - measured, limit, broken);
  };
};

/** Hours are judged when something is opened or closed; in between nothing can be broken. */
export const hoursFigures: Bind<unknown, unknown> = (_judged, row) => {
  row.unit = 'count';
  return (_memory, _facts, into) => tell(into, 'pass', 0, 0, null, null, false);
};

export const nightFigures: Bind<unknown, HeldMemory> = ({ market }, row) => {
  row.unit = 'count';
  const isKnown = () => true;
  return (memory, facts, into) => tell(into, isUntold(memory, facts, market, isKnown) ? 'unknown' : 'pass', 0, 0, null, null, false);
};

export const weekendFigures: Bind<WeekendParams, HeldMemory> = (judged, row) => {
  row.unit = 'count';
  let at = 0;
  const isKnown = (symbol: string) => isExempt(judged, symbol) || holidaysOf(judged.market, symbol, at) !== null;
  return (memory, facts, into) => {
    at = facts.at;
    return tell(into, isUntold(memory, facts, judged.market, isKnown) ? 'unknown' : 'pass', 0, 0, null, null, false);
  };
};

export const newsFigures: Bind<NewsLimits, unknown> = ({ params, header, market }, row) => {
  const { before_s: before, after_s: after, phases, exempt_types, instruments_by_event } = params;
  row.unit = 'seconds';
  const applies = phases.includes(header.phase) && !exempt_types.includes(header.account_type);
  const calendar = market?.news ?? null;
  const targeted = new Set(Object.keys(instruments_by_event));
  const releases = (calendar?.releases ?? []).filter(({ event }) => targeted.has(event));
  return (_memory, { at }, into) => {
    if (!applies) return tell(into, 'pass', null, before, null, null, false);
    if (calendar === null || !isCovered(calendar.covers, at, at)) return tell(into, 'unknown', null, before, null, null, false);
    const next = releases[placeOf(releases, at - after * SECOND_MS)];
    const headroom = next === undefined ? null : Math.max(0, Math.floor((next.at - before * SECOND_MS - at) / SECOND_MS));
    return tell(into, 'pass', null, before, headroom, null, false);
  };
};

export const stopFigures: Bind<StopLossParams, { stops: StopBook }> = ({ params, header, market }, row) => {
  row.unit = 'seconds';
  const limit = params.sl_within_s;
  // What such a symbol risks can always be told: its size is known, and no rate is needed.
  const plain = new Map<string, boolean>();
  const isPlain = (symbol: string): boolean => {
    let known = plain.get(symbol);
    if (known === undefined) {
      const found = symbolOf(market, symbol);
      known = found !== null && found.quote_currency === header.currency && parseDecimal(found.contract_size ?? '') !== null;
      plain.set(symbol, known);
    }
    return known;
  };
  return ({ stops }, facts, into) => {
    let measured = 0;
    for (const id in stops) {
      const stop = stops[id];
      if (stop === undefined) return false;
      if (stop.set_at === null) measured = Math.max(measured, Math.floor((facts.at - stop.opened_at) / SECOND_MS));
      else {
        const open = facts.positions[id];
        if (open === undefined || open.stop_loss === null || params.combine_per_symbol || !isPlain(open.symbol)) return false;
        if (!isNumber(open.volume) || !isNumber(open.open_price) || !isNumber(open.stop_loss)) return false;
      }
    }
    const broken = measured > limit;
    if (!broken && facts.unlisted_open !== 0) return tell(into, 'unknown', null, limit, null, limit, broken);
    return tell(into, broken ? 'breach' : 'pass', measured, limit, limit - measured, limit, broken);
  };
};

/** Plain decimal text, which every reader of decimals takes. */
function isNumber(text: string): boolean {
  let digits = 0;
  let points = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 46) points += 1;
    else if (code < 48 || code > 57) return false;
    else digits += 1;
  }
  return digits > 0 && digits < 30 && points < 2;
}
