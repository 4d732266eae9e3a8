// A floor that follows the end of day until a hundred above the start, and three percent of open loss per symbol and side.
import { bySize, CHICAGO_CLOSE, confirmed, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const tx3Style: Preset = {
  code: 'tx3-style',
  title: 'TX3 style',
  sizes: ['100000.00'],
  cases: ['TDD-013a', 'RPT-001', 'RPT-002', 'RPT-004'],
  make: (terms) =>
    presetDocument('tx3-style', terms, {
      reset: CHICAGO_CLOSE,
      rules: {
        'max-drawdown': [
          {
            mode: 'trailing_eod_balance',
            amount: { abs: bySize(terms, { '100000.00': '3500.00' }) },
            lock: { offset: '100.00' },
            measure: 'equity',
            touch_is_breach: false,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
        'risk-per-trade': [
          { basis: 'open_loss', limit_pct: '0.03', group_by: ['symbol', 'side'], gross_losses_only: true, touch_is_breach: true },
        ],
      },
      sources: [
        confirmed('rules.max-drawdown[0]', 'https://help.tx3funding.com/en/articles/10164728-max-eod-trailing-drawdown'),
        confirmed('rules.risk-per-trade[0]', 'http://help.tx3funding.com/forex/en/articles/12326593-3-trade-loss-limit'),
        unconfirmed('reset', '', 'No page was read.'),
      ],
    }),
};
