// Risk per trade by position size: lots times contract times opening price, in account currency, against the balance of that moment.
// The largest single position counts, tested at each opening and enlargement; without contract and rate the answer is unknown.
import { compareRationals, ratioText, type Rational } from '@/lib/decimal';
import { shareOf, spellMoney, subtractCents, ZERO } from '@/lib/money';
import { breachOf, unknownOf } from '@/lib/rules/finding';
import { largerOf, shownCents, sizeEvidence, valueAt } from '@/lib/rules/market';
import { exceedsBalanceShare } from '@/lib/rules/open-risk';
import { percentText } from '@/lib/rules/params';
import type { Risk, RiskMemory } from '@/lib/rules/risk-memory';
import type { Standing, Tested } from '@/lib/rules/rule';
import { turnBook } from '@/lib/rules/trade-book';
import type { Change, Facts, FoldEvent, Instant } from '@/lib/rules/types';

interface Sized {
  id: string;
  symbol: string;
  volume: string;
  price: string | null;
  /** Whose rate counts: the opening's, or that of the enlargement. */
  at: Instant;
}

export function learnPositionSize(judged: Risk, memory: RiskMemory, facts: Facts, event: FoldEvent, change: Change): Tested[] {
  const before = Object.fromEntries(Object.entries(memory.book).map(([id, { lots }]) => [id, lots]));
  const { opened } = turnBook(memory.book, event, change);
  const isNew = new Set(opened.map(({ id }) => id));
  const grown = Object.entries(memory.book).flatMap(([id, trade]) =>
    before[id] === undefined || before[id] === trade.lots ? [] : [{ id, ...trade }],
  );
  const sized = [...opened, ...grown.filter(({ id }) => !isNew.has(id))].map(({ id, symbol, lots, price, opened_at }) => {
    const open = facts.positions[id];
    const at = isNew.has(id) ? (opened_at ?? event.at) : event.at;
    return { id, symbol, volume: open?.volume ?? lots, price: open?.open_price ?? price, at };
  });
  return sized.flatMap((one) => judge(judged, facts, one, event.id));
}

function judge(judged: Risk, facts: Facts, one: Sized, id: string): Tested[] {
  const { header, params } = judged;
  const value = valueAt(judged.market, header.currency, one, one.at);
  if (value === null) return [unknownOf('cents', doubtOf(one))];
  if (!exceedsBalanceShare(value, balanceOf(judged, facts), params.limit_pct, params.touch_is_breach)) return [];
  const spell = (amount: typeof measured) => spellMoney(amount, header.minor_digits);
  const measured = shownCents(value, header.minor_digits);
  const limit = shareOf(facts.balance_cents, params.limit_pct, 'floor');
  const message = `Position ${one.id} of ${one.volume} lots in ${one.symbol} is worth ${spell(measured)}; ${percentText(params.limit_pct)} of the balance, ${spell(limit)}, is the limit.`;
  const evidence = [
    { label: 'Value at the opening price', value: spell(measured), event_id: id },
    { label: 'Balance', value: spell(facts.balance_cents) },
    ...sizeEvidence(judged.market, header.currency, one.symbol, one.at),
  ];
  return [breachOf({ subject: one.id, unit: 'cents', measured, limit, message, evidence })];
}

function doubtOf({ id, symbol }: Pick<Sized, 'id' | 'symbol'>): string {
  return `Contract size, price or rate of ${symbol} is unknown, so the value of position ${id} cannot be told.`;
}

/** The balance in major units, exactly. */
function balanceOf(judged: Risk, facts: Facts): Rational {
  return { num: BigInt(facts.balance_cents), den: 10n ** BigInt(judged.header.minor_digits) };
}

export function standPositionSize(judged: Risk, _memory: RiskMemory, facts: Facts): Standing {
  const { header, params } = judged;
  const limit = shareOf(facts.balance_cents, params.limit_pct, 'floor');
  const base = { unit: 'cents' as const, limit, allowance: limit, evidence: [] };
  let largest: Rational = { num: 0n, den: 1n };
  for (const { position_id: id, symbol, volume, open_price: price } of Object.values(facts.positions)) {
    const value = valueAt(judged.market, header.currency, { symbol, volume, price }, facts.at);
    if (value === null) {
      return {
        ...base,
        outcome: 'unknown',
        measured: null,
        headroom: null,
        message: doubtOf({ id, symbol }),
        broken: false,
      };
    }
    largest = largerOf(largest, value);
  }
  const measured = compareRationals(largest, { num: 0n, den: 1n }) === 0 ? ZERO : shownCents(largest, header.minor_digits);
  const isOpen = measured !== 0;
  const broken = isOpen && exceedsBalanceShare(largest, balanceOf(judged, facts), params.limit_pct, params.touch_is_breach);
  const share = facts.balance_cents > 0 ? `, ${ratioText(BigInt(measured) * 100n, BigInt(facts.balance_cents), 2)} % of the balance` : '';
  const spell = spellMoney(measured, header.minor_digits);
  const message = isOpen ? `The largest open position is worth ${spell}${share}.` : 'No position is open.';
  return { ...base, outcome: broken ? 'breach' : 'pass', measured, headroom: subtractCents(limit, measured), message, broken };
}
