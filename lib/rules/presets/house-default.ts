// Ten percent under the highest equity ever reached; each winner is compared with all winners so far, and only flagged.
import { ANY_SIZE, confirmed, PRAGUE, presetDocument, type Preset } from '@/lib/rules/presets/preset';

export const houseDefault: Preset = {
  code: 'house-default',
  title: 'House default',
  sizes: ANY_SIZE,
  cases: ['CON-011'],
  make: (terms) =>
    presetDocument('house-default', terms, {
      reset: PRAGUE,
      rules: {
        'max-drawdown': [
          {
            mode: 'trailing_intraday_equity',
            amount: { pct: '0.10', of: 'hwm' },
            lock: null,
            measure: 'equity',
            touch_is_breach: false,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
        consistency: [
          {
            unit: 'trade',
            threshold: '0.50',
            denominator: 'sum_positive',
            running: { threshold: '0.50', op: 'lte', min_winning_trades: 1, consequence: 'flag' },
          },
        ],
      },
      payout: { split: '0.80', min_amount: '100.00' },
      sources: [
        confirmed('rules.max-drawdown[0]', 'house'),
        confirmed('rules.consistency[0]', 'house'),
        confirmed('payout', 'house'),
        confirmed('reset', 'house'),
      ],
    }),
};
