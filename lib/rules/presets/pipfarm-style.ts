// Six percent in all; the floor rises by the trader's share of each payout.
import { ANY_SIZE, confirmed, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const pipfarmStyle: Preset = {
  code: 'pipfarm-style',
  title: 'PipFarm style',
  sizes: ANY_SIZE,
  cases: ['PFM-001'],
  make: (terms) =>
    presetDocument('pipfarm-style', terms, {
      reset: { tz: 'UTC', time: '00:00' },
      rules: {
        'max-drawdown': [
          {
            mode: 'static',
            amount: { pct: '0.06', of: 'initial' },
            lock: null,
            measure: 'equity',
            touch_is_breach: false,
            payout_effect: 'allowance_minus_trader_share',
            consequence: 'fail',
          },
        ],
      },
      sources: [
        confirmed('rules.max-drawdown[0]', 'https://help.pipfarm.com/en/articles/13770343-payout-trailing-max-loss-limit'),
        unconfirmed('reset', '', 'No page was read.'),
      ],
    }),
};
