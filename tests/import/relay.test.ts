// A relay of Tradovate posts the platform's own lists: the same slices as its report of fills, each pair standing or falling alone, and only
// at a source of that platform.
import { describe, expect, it } from 'vitest';
import { parseMessage } from '@/lib/trades/sources/any-wire';
import { sample } from './read-file';
import { moved, read, SLICES, trades } from './read-platform';

const BODY = sample('tradovate-relay.json');
type Data = Record<string, unknown>;

function parse(text: string, platform: string | null = 'tradovate') {
  return parseMessage(new TextEncoder().encode(text), platform);
}
function events(text: string) {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed));
  return parsed.events;
}
function drafts(text: string, kind: string): Data[] {
  return events(text).flatMap((one) => (one.outcome === 'read' && one.draft.kind === kind ? [one.draft.data as unknown as Data] : []));
}
const problems = (text: string) =>
  events(text).flatMap((one) =>
    one.outcome === 'refused' || one.outcome === 'quarantined' ? [[one.outcome, one.external_id, one.code, one.path]] : [],
  );
const minor = (amount: unknown): number => Math.round(100 * +String(amount));

describe('a relay of Tradovate', () => {
  const closed = drafts(BODY, 'trade');

  it('tells the same slices as the report of fills, under the same ids, to the cent', () => {
    const file = trades(read('tradovate', sample('tradovate-fills.csv')));
    expect(problems(BODY)).toEqual([]);
    const told = closed.map((one) => [
      one.symbol,
      one.side,
      one.volume,
      minor(one.gross),
      minor(one.commission),
      minor(one.net),
      minor(one.booked),
    ]);
    expect(told).toEqual(SLICES.map((row, index) => [row[0], row[1], row[2], row[5], row[6], row[7], file[index]?.booked_cents]));
    expect(closed.map((one) => one.external_id)).toEqual(file.map((one) => one.external_id));
    expect(closed[4]).toMatchObject({
      session_date: '2026-03-05',
      closed_at: '2026-03-04T23:40:00.000Z',
      broker_symbol: 'MNQH6',
      is_final_slice: false,
    });
    expect(closed[5]).toMatchObject({ position_id: '68100', is_final_slice: true });
  });

  it('books what each opening fill was charged once, at its instant, so that the ledger adds up', () => {
    const operations = drafts(BODY, 'balance');
    expect(operations.map((one) => [one.external_id, one.operation, one.amount])).toEqual([
      ['54321', 'commission', '-1.04'],
      ['54340', 'commission', '-0.52'],
      ['67901', 'commission', '-0.52'],
      ['68001', 'commission', '-1.29'],
      ['68100', 'commission', '-1.00'],
      ['4400', 'deposit', '100000.00'],
    ]);
    const sum = [...closed.map((one) => minor(one.booked)), ...operations.slice(0, 5).map((one) => minor(one.amount))].reduce(
      (a, b) => a + b,
      0,
    );
    expect(sum).toBe(moved(read('tradovate', sample('tradovate-fills.csv'))));
  });

  it('keeps what the exchange charges apart from the commission', () => {
    const charged = BODY.replace(
      '{"id": 54321, "commission": 1.04}',
      '{"id": 54321, "commission": 1.04, "exchangeFee": 0.7, "nfaFee": 0.04}',
    );
    expect(drafts(charged, 'trade')[0]).toMatchObject({ commission: '-2.08', fee: '-0.74', net: '46.18', booked: '47.96' });
    expect(drafts(charged, 'balance')[1]).toMatchObject({
      external_id: '54321-fee',
      operation: 'fee',
      amount: '-0.74',
      affects_profit: true,
    });
  });

  it('does not believe a pair whose ledger moved by another amount, and takes the others', () => {
    const wrong = BODY.replace('"delta": 49.0', '"delta": 49.5');
    expect(problems(wrong)).toEqual([['quarantined', '54321:67890', 'sum-mismatch', 'cashBalanceLogs[1].delta']]);
    expect(drafts(wrong, 'trade')).toHaveLength(5);
  });

  it.each([
    ['"name": "DEMO0000001"', '"title": "DEMO0000001"', 'missing-field', 'accounts[0].name', 6],
    ['{"id": 54340, "commission": 0.52}', '{"id": 1, "commission": 0.52}', 'missing-field', 'fillPairs[1].fillFees', 1],
    ['"qty": 1, "price": 6050.25', '"qty": 1.5, "price": 6050.25', 'bad-decimal', 'fills[5].qty', 1],
    ['"valuePerPoint": 50', '"valuePerPoint": "much"', 'missing-field', 'fillPairs[3].product', 1],
    [
      '"name": "ES", "valuePerPoint": 50, "currencyId": 1',
      '"name": "ES", "valuePerPoint": 50, "currencyId": 7',
      'currency-mismatch',
      'fillPairs[3].product',
      1,
    ],
  ])('names what is missing, in its own list: %j becomes %j', (good, bad, code, path, count) => {
    expect(BODY).toContain(good);
    const found = problems(BODY.replace(good, bad)).filter(([, id]) => id !== '4400');
    expect(found).toHaveLength(count);
    expect(found[0]?.slice(2)).toEqual([code, path]);
  });

  it('takes a pair back that the platform took back', () => {
    const taken = BODY.replace('"sellPrice": 21512.25, "active": true', '"sellPrice": 21512.25, "active": false');
    expect(drafts(taken, 'trade')).toHaveLength(5);
    expect(drafts(taken, 'reversal')).toEqual([
      expect.objectContaining({
        external_id: '54321:67890-taken-back',
        reverses_external_id: '54321:67890',
        occurred_at: '2026-03-04T15:02:10.000Z',
      }),
    ]);
  });

  it('is read at a source of its own platform, and again from the store, but nowhere else', () => {
    expect(parse(BODY, null)).toEqual(parse(BODY));
    expect(parse(BODY, 'mt5')).toMatchObject({ ok: false, status: 422, path: 'type' });
    expect(parse('{"type":"batch","events":[]}')).toMatchObject({ ok: false, path: 'events' });
    expect(parse('{"fillPairs":[]}')).toMatchObject({ ok: false, path: 'environment' });
    expect(parse('{"environment":"demo","fillPairs":[]}')).toMatchObject({ ok: false, path: 'fillPairs' });
  });
});
