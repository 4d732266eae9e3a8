// Our own wire: what is read, what is refused and with which code, and that one bad event never takes the others with it.
import { describe, expect, it } from 'vitest';
import { parseNeutral, type ParsedEvent } from '@/lib/trades/sources/neutral';
import { batch, bytes, KNOWN_BODY, operation, snapshot, trade } from './wire-samples';

const AT = '2026-11-18T14:40:00.051Z';

function only(message: unknown): ParsedEvent {
  const parsed = parseNeutral(bytes(message));
  if (!parsed.ok || parsed.events.length !== 1 || !parsed.events[0]) throw new Error(JSON.stringify(parsed));
  return parsed.events[0];
}
function without(key: string) {
  const event = trade('1', '1.00', AT);
  delete event.data[key];
  return event;
}

describe('the neutral wire', () => {
  it('reads the known-answer request', () => {
    const event = only(KNOWN_BODY);
    expect(event).toMatchObject({
      outcome: 'read',
      draft: { kind: 'trade', occurred_at: AT, data: { external_id: '5976044', volume: '0.40', booked: '46.60', is_final_slice: false } },
    });
  });

  it.each<[string, unknown, string, string, string]>([
    ['a missing amount', without('gross'), 'refused', 'missing-field', 'data.gross'],
    ['a missing id', without('external_id'), 'refused', 'missing-field', 'data.external_id'],
    [
      'an account without a login',
      trade('1', '1.00', AT, { account: { platform: 'mt5', server: 's' } }),
      'refused',
      'missing-field',
      'data.account.login',
    ],
    ['money as a number', trade('1', '1.00', AT, { gross: 1.5 }), 'refused', 'number-not-text', 'data.gross'],
    ['volume as a number', trade('1', '1.00', AT, { volume: 1 }), 'refused', 'number-not-text', 'data.volume'],
    ['an exponent in money', trade('1', '1e3', AT), 'refused', 'bad-decimal', 'data.gross'],
    ['a decimal comma', trade('1', '1,50', AT), 'refused', 'bad-decimal', 'data.gross'],
    ['a negative volume', trade('1', '1.00', AT, { volume: '-1' }), 'refused', 'bad-decimal', 'data.volume'],
    ['an instant without a zone', trade('1', '1.00', AT, { closed_at: '2026-11-18T14:40:00' }), 'refused', 'bad-instant', 'data.closed_at'],
    [
      'a day that does not exist',
      trade('1', '1.00', AT, { closed_at: '2026-02-30T14:40:00Z' }),
      'refused',
      'bad-instant',
      'data.closed_at',
    ],
    ['an unknown side', trade('1', '1.00', AT, { side: 'long' }), 'refused', 'unknown-enum', 'data.side'],
    ['an unknown type', { type: 'trade.imagined', data: { external_id: '1' } }, 'refused', 'unknown-type', 'type'],
    ['a comment that is too long', trade('1', '1.00', AT, { comment: 'x'.repeat(256) }), 'refused', 'too-long', 'data.comment'],
    ['more digits than a float could carry', trade('1', '12345678901234.56', AT), 'quarantined', 'too-many-digits', 'data.gross'],
  ])('answers %s with a code and a path', (_name, message, outcome, code, path) => {
    expect(only(message)).toMatchObject({ outcome, code, path });
  });

  it('doubts a number as an id beyond what a reader can hold, and reads a smaller one as text', () => {
    const big = JSON.stringify(trade('1', '1.00', AT)).replace('"external_id":"1"', '"external_id":9007199254740993');
    expect(only(big)).toEqual({ outcome: 'quarantined', external_id: '9007199254740993', code: 'id-too-large', path: 'data.external_id' });
    expect(only(big.replace('9007199254740993', '42'))).toMatchObject({ draft: { data: { external_id: '42' } } });
  });

  it('keeps the good events of a batch beside the bad ones, in order', () => {
    const message = batch(trade('1', '1.00', AT), without('gross'), operation('3', 'deposit', '5.00', AT), { type: 'nothing', data: {} });
    const parsed = parseNeutral(bytes(message));
    if (!parsed.ok) throw new Error(parsed.code);
    expect(parsed.events.map((one) => one.outcome)).toEqual(['read', 'refused', 'read', 'refused']);
    expect(parsed.events[1]).toMatchObject({ code: 'missing-field', path: 'events[1].data.gross', external_id: '1' });
  });

  it('reads instants of any zone as UTC and keeps their microseconds', () => {
    const event = only(trade('1', '1.00', AT, { closed_at: '2026-11-18T16:40:00.051002+02:00' }));
    expect(event).toMatchObject({ draft: { occurred_at: '2026-11-18T14:40:00.051002Z' } });
  });

  it('ignores keys it does not know', () => {
    expect(only(trade('1', '1.00', AT, { mood: 'good', __proto__: undefined }))).toMatchObject({ outcome: 'read' });
  });

  it('reads a snapshot with positions', () => {
    const event = snapshot('s1', { balance: '100.00', equity: '90.00', low: '80.00', high: '101.00' }, AT);
    const position = {
      position_id: '1',
      symbol: 'X',
      side: 'buy',
      volume: '1',
      volume_unit: 'lot',
      open_price: '1',
      opened_at: AT,
      floating: '-10.00',
      swap: '0.00',
    };
    expect(only({ ...event, data: { ...event.data, positions: [position] } })).toMatchObject({ draft: { kind: 'snapshot' } });
  });
});

describe('a message nobody can read', () => {
  const nested = '['.repeat(9) + ']'.repeat(9);
  it.each<[string, string | Uint8Array]>([
    ['no JSON', 'hello'],
    ['half a message', KNOWN_BODY.slice(0, -1)],
    ['something after it', KNOWN_BODY + '{}'],
    ['a duplicate key', '{"type":"batch","type":"batch","events":[]}'],
    ['a duplicate key spelled with an escape', '{"type":"batch","\\u0074ype":"batch","events":[]}'],
    ['nesting beyond eight', nested],
    ['a string beyond 1,024 characters', `{"type":"${'x'.repeat(1025)}"}`],
    ['a NUL in a string', '{"type":"a\\u0000b"}'],
    ['half a surrogate pair', '{"type":"\\ud800"}'],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{}')])],
    ['bytes that are no UTF-8', Uint8Array.from([0x7b, 0xff, 0x7d])],
    ['an unquoted key', '{type:1}'],
    ['a trailing comma', '{"type":"batch",}'],
    ['a leading zero', '{"type":01}'],
  ])('is malformed: %s', (_name, message) => {
    const body = typeof message === 'string' ? bytes(message) : message;
    expect(parseNeutral(body)).toMatchObject({ ok: false, status: 400, code: 'malformed-json' });
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['no type', { data: {} }],
    ['an empty batch', batch()],
    ['a batch without a list', { type: 'batch' }],
  ])('is not acceptable: %s', (_name, message) => {
    expect(parseNeutral(bytes(message))).toMatchObject({ ok: false, status: 422, code: 'nothing-acceptable' });
  });

  it('may hold five hundred events and not one more', () => {
    const events = Array.from({ length: 500 }, (_, i) => operation(String(i), 'fee', '-1.00', AT));
    expect(parseNeutral(bytes(batch(...events)))).toMatchObject({ ok: true });
    expect(parseNeutral(bytes(batch(...events, ...events.slice(0, 1))))).toMatchObject({ ok: false, status: 422, code: 'batch-too-large' });
  });
});
