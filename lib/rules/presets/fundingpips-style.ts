// Five percent a day of the higher of balance and equity.
import { ANY_SIZE, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const fundingpipsStyle: Preset = {
  code: 'fundingpips-style',
  title: 'FundingPips style',
  sizes: ANY_SIZE,
  cases: ['DLL-006', 'DLL-015d'],
  make: (terms) =>
    presetDocument('fundingpips-style', terms, {
      reset: { tz: 'Etc/GMT-3', time: '00:00' },
      rules: {
        'max-daily-loss': [
          {
            limit: { pct: '0.05', of: 'reference' },
            reference: 'max_balance_equity',
            measure: 'equity',
            touch_is_breach: false,
            consequence: 'fail',
          },
        ],
      },
      sources: [
        unconfirmed(
          'rules.max-daily-loss[0]',
          'https://help.fundingpips.com/hc/en-us/articles/34501809112081-2-Step-Standard',
          'Whether touching breaks is open.',
        ),
        unconfirmed('reset', 'https://help.fundingpips.com/hc/en-us/articles/34501809112081-2-Step-Standard', 'Secondary.'),
      ],
    }),
};
