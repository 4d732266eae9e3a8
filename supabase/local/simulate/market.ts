// What the demo broker trades. Prices are counted in steps, chosen so that one step of one lot is worth one unit of the account's
// currency: a result in minor units is then simply steps times hundredths of a lot, and every sum is exact.
import { fixedText } from '@/lib/decimal';
import { parseMoney } from '@/lib/money';
import { randomFrom } from './random';

export interface Instrument {
  symbol: string;
  contract_size: string;
  /** Decimals the price is written with, and how many of its last place one step is. */
  digits: number;
  step: number;
  /** Where the price hovers, in steps. */
  level: number;
  /** Distance of a believable stop, in steps. */
  stop: readonly [number, number];
  /** Commission for a side of one lot, in minor units. */
  commission_per_lot: number;
  /** Charged for a night, for a lot, in minor units. */
  swap_per_lot: number;
  /** Hours (UTC) in which its traders open. */
  opens: readonly [number, number];
}

export const INSTRUMENTS: readonly Instrument[] = [
  {
    symbol: 'EURUSD',
    contract_size: '100000',
    digits: 5,
    step: 1,
    level: 108_500,
    stop: [90, 260],
    commission_per_lot: 350,
    swap_per_lot: 630,
    opens: [7, 16],
  },
  {
    symbol: 'GBPUSD',
    contract_size: '100000',
    digits: 5,
    step: 1,
    level: 127_300,
    stop: [120, 320],
    commission_per_lot: 350,
    swap_per_lot: 410,
    opens: [7, 16],
  },
  {
    symbol: 'XAUUSD',
    contract_size: '100',
    digits: 2,
    step: 1,
    level: 265_400,
    stop: [350, 1100],
    commission_per_lot: 350,
    swap_per_lot: 2800,
    opens: [8, 18],
  },
  {
    symbol: 'US30',
    contract_size: '1',
    digits: 1,
    step: 10,
    level: 42_180,
    stop: [60, 180],
    commission_per_lot: 0,
    swap_per_lot: 520,
    opens: [13, 19],
  },
  {
    symbol: 'BTCUSD',
    contract_size: '1',
    digits: 2,
    step: 100,
    level: 91_450,
    stop: [350, 1200],
    commission_per_lot: 0,
    swap_per_lot: 4300,
    opens: [1, 20],
  },
];

export function instrument(symbol: string): Instrument {
  const found = INSTRUMENTS.find((candidate) => candidate.symbol === symbol);
  if (!found) throw new Error(`unknown symbol ${symbol}`);
  return found;
}

export function priceText(item: Instrument, steps: number): string {
  return fixedText(BigInt(steps) * BigInt(item.step), item.digits);
}

/** The prices between which a bought position earns so much, to the cent: a result that no price makes is a mistake of whoever tells it. */
export function boughtFor(symbol: string, gross: string, volume: string): { open_price: string; close_price: string } {
  const [item, earned, lots] = [instrument(symbol), parseMoney(gross, 2), parseMoney(volume, 2)];
  if (earned === null || !lots || earned % lots !== 0) throw new Error(`no price of ${symbol} makes ${gross} with ${volume} lots`);
  return { open_price: priceText(item, item.level), close_price: priceText(item, item.level + earned / lots) };
}

/** Hundredths of a lot as the platform writes them. */
export function lotsText(hundredths: number): string {
  return fixedText(BigInt(hundredths), 2);
}

/** Where the market stands around noon of a day: the same for every account, so that charts of two accounts agree. */
export function dayLevel(item: Instrument, day: string): number {
  const dice = randomFrom('market', item.symbol, day);
  const number = Math.floor(Date.parse(day) / 86_400_000);
  const season = Math.sin(number / 17 + item.level) * 0.018 + (dice.share() - 0.5) * 0.008;
  return Math.round(item.level * (1 + season));
}
