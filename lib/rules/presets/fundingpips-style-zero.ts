// A floor five percent under the highest equity that jumps to the start at five percent of profit.
import { ANY_SIZE, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const fundingpipsStyleZero: Preset = {
  code: 'fundingpips-style-zero',
  title: 'FundingPips style, zero',
  sizes: ANY_SIZE,
  cases: ['FPZ-001'],
  make: (terms) =>
    presetDocument('fundingpips-style-zero', terms, {
      reset: { tz: 'Etc/GMT-3', time: '00:00' },
      rules: {
        'max-drawdown': [
          {
            mode: 'trailing_intraday_equity',
            amount: { pct: '0.05', of: 'hwm' },
            lock: { offset: '0.00', trigger_profit_pct: '0.05' },
            measure: 'equity',
            touch_is_breach: false,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
      },
      sources: [
        unconfirmed('rules.max-drawdown[0]', 'https://github.com/powerFC/propfirm-rules-dataset', 'A dataset.'),
        unconfirmed('reset', '', 'No page was read.'),
      ],
    }),
};
