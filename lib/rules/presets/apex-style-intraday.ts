// A floor that follows open profit at once and breaks when it is touched.
import { bySize, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

const TRAIL = { '25000.00': '1000.00', '50000.00': '2000.00', '100000.00': '3000.00', '150000.00': '4000.00' };

export const apexStyleIntraday: Preset = {
  code: 'apex-style-intraday',
  title: 'Apex style, intraday trail',
  sizes: ['25000.00', '50000.00', '100000.00', '150000.00'],
  cases: ['TDD-005'],
  make: (terms) =>
    presetDocument('apex-style-intraday', terms, {
      reset: { tz: 'America/New_York', time: '18:00' },
      rules: {
        'max-drawdown': [
          {
            mode: 'trailing_intraday_equity',
            amount: { abs: bySize(terms, TRAIL) },
            lock: null,
            measure: 'equity',
            touch_is_breach: true,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
      },
      sources: [
        unconfirmed(
          'rules.max-drawdown[0]',
          'https://apextraderfunding.com/help-center/intraday-trailing-drawdown-accounts/intraday-trailing-drawdown-explained/',
          'One platform caps the peak at the target balance, which the page gives no number for; the cap is left out.',
        ),
        unconfirmed(
          'reset',
          'https://apextraderfunding.com/help-center/intraday-trailing-drawdown-accounts/intraday-trailing-drawdown-explained/',
          'Read in a copy of the page, not on the page itself.',
        ),
      ],
    }),
};
