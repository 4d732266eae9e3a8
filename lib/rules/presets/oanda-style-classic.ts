// Five percent a day under the equity at the end of the day, and a trail of ten percent that stops at the start.
import { ANY_SIZE, confirmed, NEW_YORK_CLOSE, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const oandaStyleClassic: Preset = {
  code: 'oanda-style-classic',
  title: 'OANDA style, classic',
  sizes: ANY_SIZE,
  cases: ['DLL-011', 'TDD-022', 'TDD-024'],
  make: (terms) =>
    presetDocument('oanda-style-classic', terms, {
      reset: NEW_YORK_CLOSE,
      rules: {
        'max-daily-loss': [
          { limit: { pct: '0.05', of: 'initial' }, reference: 'equity', measure: 'equity', touch_is_breach: true, consequence: 'fail' },
        ],
        'max-drawdown': [
          {
            mode: 'trailing_closed_balance',
            amount: { pct: '0.10', of: 'initial' },
            lock: { offset: '0.00' },
            measure: 'equity',
            touch_is_breach: true,
            payout_effect: 'hwm_minus_payout',
            consequence: 'fail',
          },
        ],
      },
      sources: [
        confirmed('rules.max-daily-loss[0]', 'https://proptrader-help.oanda.com/what-is-maximum-drawdown-and-how-is-it-calculated'),
        unconfirmed('reset', '', 'A copy of the rules on a review site.'),
        confirmed(
          'rules.max-drawdown[0]',
          'https://proptrader-help.oanda.com/how-do-i-calculate-the-new-maximum-drawdown-limit-when-requesting-a-payout',
        ),
      ],
    }),
};
