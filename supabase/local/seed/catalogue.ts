// What the demo firm sells: three challenges, their phases, and the rules in force in each.
import { ftmoStyleOneStep, ftmoStyleTwoStep, houseDefault, houseFunded, type RuleDocument } from './rule-documents';

export interface SeedPhase {
  position: number;
  name: string;
  is_live: boolean;
  document: RuleDocument;
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
        document: ftmoStyleOneStep({ phase: 'funded', initial_balance: '50000.00', target_pct: null }),
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
  { code: 'EURUSD', class: 'forex', contract_size: '100000', symbol_group: 'majors', aliases: ['EURUSD.r', 'EURUSD.pro', 'EURUSDm'] },
  { code: 'GBPUSD', class: 'forex', contract_size: '100000', symbol_group: 'majors', aliases: ['GBPUSD.r', 'GBPUSD.pro', 'GBPUSDm'] },
  { code: 'XAUUSD', class: 'metal', contract_size: '100', symbol_group: 'metals', aliases: ['GOLD', 'XAUUSD.r', 'XAUUSD.pro'] },
  { code: 'US30', class: 'index', contract_size: '1', symbol_group: 'indices', aliases: ['DJ30', 'US30.cash', 'WS30'] },
  { code: 'BTCUSD', class: 'crypto', contract_size: '1', symbol_group: 'crypto', aliases: ['BTCUSD.r', 'BTC/USD'] },
] as const;
