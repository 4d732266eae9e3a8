// What the demo firm sells: three challenges, their phases, and the rules in force in each.
import type { PresetDocument } from '@/lib/rules/presets/preset';
import { ftmoStyleOneStep, ftmoStyleTwoStep, houseDefault, houseFunded } from './rule-documents';

export interface SeedPhase {
  position: number;
  name: string;
  is_live: boolean;
  document: PresetDocument;
}
export interface SeedChallenge {
  title: string;
  steps: number;
  kind: 'goat' | 'classic' | 'no_time_limit';
  product_id: string;
  account_size_cents: number;
  price_cents: number;
  phases: SeedPhase[];
}

export const CHALLENGES: readonly SeedChallenge[] = [
  {
    title: 'Classic 100k',
    steps: 2,
    kind: 'classic',
    product_id: 'classic-100k',
    account_size_cents: 10_000_000,
    price_cents: 49_900,
    phases: [
      {
        position: 1,
        name: 'Phase 1',
        is_live: false,
        document: ftmoStyleTwoStep({ phase: 'evaluation', initial_balance: '100000.00', target_pct: '0.10' }),
      },
      {
        position: 2,
        name: 'Phase 2',
        is_live: false,
        document: ftmoStyleTwoStep({ phase: 'verification', initial_balance: '100000.00', target_pct: '0.05' }),
      },
      {
        position: 3,
        name: 'Funded',
        is_live: true,
        document: ftmoStyleTwoStep({ phase: 'funded', initial_balance: '100000.00', target_pct: null }),
      },
    ],
  },
  {
    title: 'GOAT 50k',
    steps: 1,
    kind: 'goat',
    product_id: 'goat-50k',
    account_size_cents: 5_000_000,
    price_cents: 32_900,
    phases: [
      {
        position: 1,
        name: 'Challenge',
        is_live: false,
        document: ftmoStyleOneStep({ phase: 'evaluation', initial_balance: '50000.00', target_pct: '0.10' }),
      },
      {
        position: 2,
        name: 'Funded',
        is_live: true,
        document: ftmoStyleOneStep({
          ...{ phase: 'funded', initial_balance: '50000.00', target_pct: null },
          payout: { probation: { trading_days: 10, starts: 'funded', gates: ['payout'] } },
        }),
      },
    ],
  },
  {
    title: 'No Time Limit 200k',
    steps: 2,
    kind: 'no_time_limit',
    product_id: 'no-time-limit-200k',
    account_size_cents: 20_000_000,
    price_cents: 98_900,
    phases: [
      {
        position: 1,
        name: 'Phase 1',
        is_live: false,
        document: houseDefault({ phase: 'evaluation', initial_balance: '200000.00', target_pct: '0.08' }),
      },
      {
        position: 2,
        name: 'Phase 2',
        is_live: false,
        document: houseDefault({ phase: 'verification', initial_balance: '200000.00', target_pct: '0.05' }),
      },
      {
        position: 3,
        name: 'Funded',
        is_live: true,
        document: houseFunded({ phase: 'funded', initial_balance: '200000.00', target_pct: null }),
      },
    ],
  },
];

/** The instruments of the demo broker, as the symbol table knows them. */
export const SYMBOLS = [
  symbol('EURUSD', 'forex', '100000', 'majors', 'none', ['EURUSD.r', 'EURUSD.pro', 'EURUSDm']),
  symbol('GBPUSD', 'forex', '100000', 'majors', 'none', ['GBPUSD.r', 'GBPUSD.pro', 'GBPUSDm']),
  symbol('XAUUSD', 'metal', '100', 'metals', 'us', ['GOLD', 'XAUUSD.r', 'XAUUSD.pro']),
  symbol('US30', 'index', '1', 'indices', 'us', ['DJ30', 'US30.cash', 'WS30']),
  symbol('BTCUSD', 'crypto', '1', 'crypto', 'none', ['BTCUSD.r', 'BTC/USD']),
  ...futures('index futures', [
    ['ES', '50', 'MES', '5'],
    ['NQ', '20', 'MNQ', '2'],
    ['YM', '5', 'MYM', '0.5'],
    ['RTY', '50', 'M2K', '5'],
  ]),
  ...futures('commodity futures', [
    ['CL', '1000', 'MCL', '100'],
    ['GC', '100', 'MGC', '10'],
  ]),
] as const;

/** `calendar`: whose holidays it keeps, "none" where it trades through them. All of them are quoted in dollars. */
function symbol(code: string, kind: string, contract_size: string, symbol_group: string, calendar: string, aliases: readonly string[]) {
  return { code, class: kind, contract_size, symbol_group, calendar, aliases, quote_currency: 'USD', is_micro: false };
}

/** A contract and its small sister, each with what one point of its price is worth, as the exchange specifies them. */
function futures(group: string, contracts: readonly (readonly [string, string, string, string])[]) {
  return contracts.flatMap(([code, value, micro, small]) => [
    symbol(code, 'future', value, group, 'us', []),
    { ...symbol(micro, 'future', small, group, 'us', []), is_micro: true },
  ]);
}
