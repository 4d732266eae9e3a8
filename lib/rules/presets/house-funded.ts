// Twelve percent under the highest equity ever reached, and no position larger than five percent of the balance.
import { ANY_SIZE, confirmed, PRAGUE, presetDocument, type Preset } from '@/lib/rules/presets/preset';

export const houseFunded: Preset = {
  code: 'house-funded',
  title: 'House funded',
  sizes: ANY_SIZE,
  cases: ['RPT-101', 'RPT-102'],
  make: (terms) =>
    presetDocument('house-funded', terms, {
      reset: PRAGUE,
      rules: {
        'max-drawdown': [
          {
            mode: 'trailing_intraday_equity',
            amount: { pct: '0.12', of: 'hwm' },
            lock: null,
            measure: 'equity',
            touch_is_breach: false,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
        'risk-per-trade': [{ basis: 'position_size', limit_pct: '0.05' }],
        'min-trades': [{ min: 0 }],
      },
      payout: { split: '0.80', min_amount: '100.00' },
      sources: [
        confirmed('rules.max-drawdown[0]', 'house'),
        confirmed('rules.risk-per-trade[0]', 'house'),
        confirmed('rules.min-trades[0]', 'house'),
        confirmed('payout', 'house'),
        confirmed('reset', 'house'),
      ],
    }),
};
