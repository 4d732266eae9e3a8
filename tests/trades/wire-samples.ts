// Messages of our own wire for the tests: the worked examples of the format, as bytes and as parts to vary.
export const SECRET = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3';

/** The known-answer request: one line, 762 bytes. */
export const KNOWN_BODY =
  '{"type":"trade.closed","timestamp":"2026-11-18T14:40:01.000Z","data":{"account":{"platform":"mt5","server":"Example-Live","login":"85003439"},"external_id":"5976044","position_id":"100014919","order_id":"100014977","open_deal_ids":["5975991"],"symbol":"EURUSD","side":"buy","volume":"0.40","volume_unit":"lot","contract_size":"100000","opened_at":"2026-11-18T14:03:11.412Z","closed_at":"2026-11-18T14:40:00.051Z","open_price":"1.08500","close_price":"1.08620","stop_loss":"1.08300","take_profit":"1.08620","gross":"48.00","commission":"-2.80","swap":"0.00","fee":"0.00","net":"45.20","booked":"46.60","currency":"USD","close_reason":"take-profit","magic":"0","comment":"","is_final_slice":false,"broker_time":"2026-11-18 16:40:00.051","broker_zone":"UTC+02:00"}}';
export const KNOWN_HEADERS = {
  id: 'msg_2026_000001',
  timestamp: '1795012802',
  signature: 'v1,sAQDulwk/EeZhmQWPA/AAalfAkSL/zAUYr2H8I2FQZg=',
};
export const KNOWN_NOW = 1_795_012_802_000;

export const ACCOUNT = { platform: 'mt5', server: 'Example-Live', login: '85003439' };

export interface WireEvent {
  type: string;
  data: Record<string, unknown>;
}

/** A closed slice that earned `gross`, closed at `closed_at`. */
export function trade(id: string, gross: string, closed_at: string, change: Record<string, unknown> = {}): WireEvent {
  const opened_at = new Date(Date.parse(closed_at) - 600_000).toISOString();
  const data = {
    account: ACCOUNT,
    external_id: id,
    position_id: `P${id}`,
    symbol: 'EURUSD',
    side: 'buy',
    volume: '1.00',
    volume_unit: 'lot',
    opened_at,
    closed_at,
    open_price: '1.08500',
    close_price: '1.08620',
    gross,
    commission: '0.00',
    swap: '0.00',
    fee: '0.00',
    net: gross,
    currency: 'USD',
    is_final_slice: true,
    ...change,
  };
  return { type: 'trade.closed', data };
}

export function snapshot(
  id: string,
  equity: { balance: string; equity: string; low?: string; high?: string },
  occurred_at: string,
): WireEvent {
  const { balance, low, high } = equity;
  const extremes = { ...(low ? { equity_low: low } : {}), ...(high ? { equity_high: high } : {}) };
  const data = {
    account: ACCOUNT,
    external_id: id,
    balance,
    equity: equity.equity,
    credit: '0.00',
    ...extremes,
    sampling: 'poll',
    occurred_at,
  };
  return { type: 'account.snapshot', data };
}

export function operation(id: string, kind: string, amount: string, occurred_at: string): WireEvent {
  const affects_profit = kind === 'commission';
  return {
    type: 'balance.changed',
    data: { account: ACCOUNT, external_id: id, operation: kind, amount, currency: 'USD', affects_profit, occurred_at },
  };
}

export function reversal(id: string, of: string, occurred_at: string): WireEvent {
  return {
    type: 'trade.reversed',
    data: { account: ACCOUNT, external_id: id, reverses_external_id: of, reason: 'canceled by the dealer', occurred_at },
  };
}

export function batch(...events: WireEvent[]) {
  return { type: 'batch', timestamp: '2026-11-18T15:10:02.000Z', events };
}

export function bytes(message: unknown): Uint8Array {
  return Buffer.from(typeof message === 'string' ? message : JSON.stringify(message), 'utf8');
}
