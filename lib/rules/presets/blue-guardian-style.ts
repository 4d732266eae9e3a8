// Four percent of the initial balance a day under the higher of balance and equity.
import { ANY_SIZE, NEW_YORK_CLOSE, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const blueGuardianStyle: Preset = {
  code: 'blue-guardian-style',
  title: 'Blue Guardian style',
  sizes: ANY_SIZE,
  cases: ['DLL-007a', 'DLL-007b'],
  make: (terms) =>
    presetDocument('blue-guardian-style', terms, {
      reset: NEW_YORK_CLOSE,
      rules: {
        'max-daily-loss': [
          {
            limit: { pct: '0.04', of: 'initial' },
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
          'https://help.blueguardian.com/en/articles/14062291-2-step-standard-rules',
          'Read in a dataset.',
        ),
        unconfirmed('reset', 'https://help.blueguardian.com/en/articles/14062291-2-step-standard-rules', 'Read in a dataset.'),
      ],
    }),
};
