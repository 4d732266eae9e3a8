// Reasons not to believe a closed slice that the balance check cannot see: times in the wrong order, volume in the wrong unit.
import { compareDecimals, decimal, multiplyDecimals, subtractDecimals, type Decimal } from '@/lib/decimal';
import type { Cents } from '@/lib/money';
import type { TradeDraft } from '@/lib/trades/draft';
import { microsOf } from '@/lib/trades/instant-text';

const FIVE_PERCENT: Decimal = { units: 5n, scale: 2 };

export function doubtTrade(
  data: TradeDraft,
  gross: Cents,
  money: { digits: number; currency: string },
): { code: string; path: string } | null {
  const opened = data.opened_at === null ? null : microsOf(data.opened_at);
  const closed = microsOf(data.closed_at);
  if (opened !== null && closed !== null && opened > closed) return { code: 'clock', path: 'opened_at' };
  if (volumeOutOfScale(data, gross, money)) return { code: 'volume-scale', path: 'volume' };
  return null;
}

/**
 * |gross| within 5 % of |close − open| × volume × contract size. Computable without a rate only where the symbol is quoted in the
 * account's currency and the sender says the contract size; a move worth less than a hundred minor units proves nothing.
 */
function volumeOutOfScale(data: TradeDraft, gross: Cents, money: { digits: number; currency: string }): boolean {
  if (data.contract_size === undefined || data.volume_unit !== 'lot') return false;
  const pair = /^([A-Z]{6})(?:[^A-Z].*)?$/.exec(data.symbol)?.[1];
  if (!pair?.endsWith(money.currency)) return false;
  const move = absolute(subtractDecimals(decimal(data.close_price), decimal(data.open_price)));
  const expected = multiplyDecimals(multiplyDecimals(move, decimal(data.volume)), decimal(data.contract_size));
  const hundredMinor: Decimal = { units: 100n, scale: money.digits };
  if (compareDecimals(expected, hundredMinor) < 0) return false;
  const actual = absolute({ units: BigInt(gross), scale: money.digits });
  const apart = absolute(subtractDecimals(actual, expected));
  return compareDecimals(apart, multiplyDecimals(expected, FIVE_PERCENT)) > 0;
}

function absolute(value: Decimal): Decimal {
  return value.units < 0n ? { units: -value.units, scale: value.scale } : value;
}
