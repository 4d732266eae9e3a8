// Ten percent in all of the initial balance; touching breaks.
import { ANY_SIZE, confirmed, NEW_YORK_CLOSE, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const oandaStyleBoost: Preset = {
  code: 'oanda-style-boost',
  title: 'OANDA style, boost',
  sizes: ANY_SIZE,
  cases: ['OAB-001'],
  make: (terms) =>
    presetDocument('oanda-style-boost', terms, {
      reset: NEW_YORK_CLOSE,
      rules: {
        'max-drawdown': [
          {
            mode: 'static',
            amount: { pct: '0.10', of: 'initial' },
            lock: null,
            measure: 'equity',
            touch_is_breach: true,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
      },
      sources: [
        confirmed('rules.max-drawdown[0]', 'https://proptrader-help.oanda.com/what-is-maximum-drawdown-and-how-is-it-calculated'),
        unconfirmed('reset', '', 'A copy of the rules on a review site.'),
      ],
    }),
};
