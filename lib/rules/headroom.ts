// Room to trade, in money and in lots: what a trader may still lose before the nearest floor, and how large a position fits.
// Lots are rounded down to the step and never below zero, because rounding up would spend room that is not there.
import { fixedText, multiplyDecimals, roundDivide, toRational, type Decimal, type Rational } from '@/lib/decimal';
import type { Cents } from '@/lib/money';

export interface Sizing {
  stop_distance: Decimal;
  /** Money of the account, in major units, for one unit of distance and one lot or contract. */
  value_per_unit: Decimal;
  lot_step: Decimal;
}

/** `floor_to_step((room − buffer) / (stop × value))`; "0" when nothing fits. `room` and `buffer` are minor units. */
export function maxLots(room: Cents, buffer: Rational, digits: number, sizing: Sizing): string {
  const perLot = toRational(multiplyDecimals(sizing.stop_distance, sizing.value_per_unit));
  const step = toRational(sizing.lot_step);
  const free = { num: BigInt(room) * buffer.den - buffer.num, den: buffer.den * 10n ** BigInt(digits) };
  if (free.num <= 0n || perLot.num <= 0n || step.num <= 0n) return '0';
  const steps = roundDivide(free.num * perLot.den * step.den, free.den * perLot.num * step.num, 'floor');
  if (steps === 0n) return '0';
  return fixedText(steps * sizing.lot_step.units, sizing.lot_step.scale);
}

/** A part of an allowance as an exact amount of minor units. */
export function bufferOf(allowance: Cents, share: Rational): Rational {
  return { num: BigInt(allowance) * share.num, den: share.den };
}
