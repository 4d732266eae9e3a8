// Room in lots or contracts: how large a position fits above the nearest floor for a given stop, with a part of the allowance kept back.
import { multiplyDecimals, parseDecimal, rational } from '@/lib/decimal';
import { cents } from '@/lib/money';
import { bufferOf, maxLots } from '@/lib/rules/headroom';

/** An instrument as a position is sized in it. */
export interface Sized {
  code: string;
  /** Money of the account, in major units, that one lot makes for one unit of price; null where the size or the rate is not known. */
  per_unit: string | null;
  /** Lots are cut finely, contracts are whole. */
  step: string;
  unit: 'lots' | 'contracts';
}
export interface Room {
  headroom_cents: number;
  allowance_cents: number;
  digits: number;
}

/** Kept back of the allowance: a stop slips, and a position costs before it earns. */
const BUFFER = '0.10';

/** Decimal text; null where the stop is no positive number or the instrument's size is not known. */
export function roomInLots(room: Room, sized: Sized, stop: string): string | null {
  const [distance, value, step] = [parseDecimal(stop.trim()), parseDecimal(sized.per_unit ?? ''), parseDecimal(sized.step)];
  if (distance === null || distance.units <= 0n || value === null || step === null) return null;
  const buffer = bufferOf(cents(room.allowance_cents), rational(BUFFER));
  return maxLots(cents(room.headroom_cents), buffer, room.digits, { stop_distance: distance, value_per_unit: value, lot_step: step });
}

const WHOLE = new Set(['future', 'stock']);

/** `rates` are units of the account's currency for one of another, by that other one. */
export function sizedIn(
  currency: string,
  symbol: { code: string; class: string; contract_size: string | null; quote_currency: string | null },
  rates: ReadonlyMap<string, string>,
): Sized {
  const { code, quote_currency: quote } = symbol;
  const contract = parseDecimal(symbol.contract_size ?? '');
  const rate = quote === null ? null : parseDecimal(quote === currency ? '1' : (rates.get(quote) ?? ''));
  const isWhole = WHOLE.has(symbol.class);
  const per = contract === null || rate === null ? null : multiplyDecimals(contract, rate);
  return { code, per_unit: per === null ? null : textOf(per), step: isWhole ? '1' : '0.01', unit: isWhole ? 'contracts' : 'lots' };
}

function textOf({ units, scale }: { units: bigint; scale: number }): string {
  const figures = units.toString().padStart(scale + 1, '0');
  return scale === 0 ? figures : `${figures.slice(0, -scale)}.${figures.slice(-scale)}`;
}
