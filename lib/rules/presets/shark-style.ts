// The running share that may fail an account: with one winner it is always broken, so publishing it deserves a warning.
import { ANY_SIZE, confirmed, PRAGUE, presetDocument, type Preset } from '@/lib/rules/presets/preset';

export const sharkStyle: Preset = {
  code: 'shark-style',
  title: 'Shark style',
  sizes: ANY_SIZE,
  cases: ['SHK-001'],
  make: (terms) =>
    presetDocument('shark-style', terms, {
      reset: PRAGUE,
      rules: {
        consistency: [
          {
            unit: 'trade',
            threshold: '0.50',
            denominator: 'sum_positive',
            running: { threshold: '0.50', op: 'lte', min_winning_trades: 1, consequence: 'fail' },
          },
        ],
      },
      sources: [confirmed('rules.consistency[0]', 'house'), confirmed('reset', 'house')],
    }),
};
