// The worked cases about the market once more, told as the events of an account and judged by the whole fold with market data read
// from tables: the same answers as worked by hand, and unknown where the table that a case needs is missing.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { marketOf, type MarketParts } from '@/lib/rules/market-rows';
import { fileSchema, type GoldenCase, type Row } from '@/lib/rules/worked/format';
import { opened, play, position, ruleSet } from '../rules/account';

const casesOf = (name: string) =>
  fileSchema.parse(JSON.parse(readFileSync(new URL(`./cases/${name}.json`, import.meta.url), 'utf8'))).map((one) => [one.id, one] as const);
const text = (value: unknown) => String(value);
const CODE = /^[A-Z]{6}$/;

const news = casesOf('news-window');
const sizes = casesOf('risk-per-trade').filter(([, { params }]) => params.basis === 'position_size');

/** One symbol row per instrument of the case; pairs are quoted in their last three letters. */
function symbolsOf(events: Row[]): MarketParts['symbols'] {
  const traded = events.filter((row) => row.symbol !== undefined);
  return traded.map((row) => ({
    code: text(row.symbol),
    class: CODE.test(text(row.symbol)) ? 'forex' : 'index',
    contract_size: row.contract === undefined ? '100000' : text(row.contract),
    aliases: [],
  }));
}

function playNews({ params, events }: GoldenCase, isLoaded: boolean) {
  const release = events.find((row) => row.release !== undefined) ?? {};
  const act = events.find((row) => row.action === 'open') ?? {};
  const at = Date.parse(text(release.release));
  const cover = { kind: 'news', calendar: null, from: at - 86_400_000, to: at + 86_400_000 } as const;
  const parts = { symbols: symbolsOf(events), releases: [{ event: text(release.event), at }], covers: isLoaded ? [cover] : [] };
  const header = { phase: text(act.phase), account_type: text(act.account_type ?? 'standard') };
  const event = opened(text(act.t), position('p', null, '0.10', { symbol: text(act.symbol) }));
  return play(ruleSet({ 'news-window': [params] }, header), [event], { at: at - 86_400_000 }, marketOf(parts));
}

describe.each(news)('%s', (_id, golden) => {
  it('comes out as worked by hand', () => {
    const found = playNews(golden, true).raised;
    expect(found.map(({ outcome }) => outcome)).toEqual(golden.expected.violation === true ? ['breach'] : []);
  });
  it('is open without a calendar, unless the rule does not apply', () => {
    const isJudged = !/exempt|evaluation/.test(JSON.stringify(golden.events)) && !text(golden.events[1]?.account_type).includes('swing');
    expect(playNews(golden, false).raised.map(({ outcome }) => outcome)).toEqual(isJudged ? ['unknown'] : []);
  });
});

const AT = '2026-01-13T10:00:00Z';

function playSize({ params, events }: GoldenCase, hasRates: boolean) {
  const { balance, ...limits } = params;
  const rates = events.flatMap(({ symbol, quote_to_account: told }) => {
    if (told === undefined) return [];
    const [rate, base, quote] = [(told as { divide_by: string }).divide_by, text(symbol).slice(0, 3), text(symbol).slice(3)];
    return [{ base, quote, rate, at: Date.parse(AT) - 3_600_000, source: 'case' }];
  });
  const market = marketOf({ symbols: symbolsOf(events), rates: hasRates ? rates : [] });
  const rules = ruleSet({ 'risk-per-trade': [{ ...limits, consequence: 'flag' }] }, { initial_balance: text(balance) });
  const deals = events.map((row, i) =>
    opened(AT, position(`p${i}`, null, text(row.lots), { symbol: text(row.symbol), open_price: text(row.open_price) })),
  );
  return { played: play(rules, deals, {}, market), needsRate: rates.length > 0 };
}

describe.each(sizes)('%s', (_id, golden) => {
  it('comes out as worked by hand', () => {
    const { played } = playSize(golden, true);
    expect(played.raised.some(({ outcome }) => outcome === 'breach')).toBe(golden.expected.violated);
    expect(played.states[0]?.measured).toBe(Math.round(Number.parseFloat(text(golden.expected.largest)) * 100));
  });
  it('is open without the rate it needs', () => {
    const { played, needsRate } = playSize(golden, false);
    expect(played.states[0]?.outcome === 'unknown').toBe(needsRate);
  });
});
