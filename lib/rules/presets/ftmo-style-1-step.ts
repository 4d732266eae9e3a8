// Three percent a day, a floor ten percent under the best end of day, and no day with more than half of the positive days.
import { ANY_SIZE, confirmed, PRAGUE, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const ftmoStyle1Step: Preset = {
  code: 'ftmo-style-1-step',
  title: 'FTMO style, one step',
  sizes: ANY_SIZE,
  cases: ['TDD-001', 'TDD-002', 'CON-003', 'CON-004'],
  make: (terms) =>
    presetDocument('ftmo-style-1-step', terms, {
      reset: PRAGUE,
      rules: {
        'max-daily-loss': [
          { limit: { pct: '0.03', of: 'initial' }, reference: 'balance', measure: 'equity', touch_is_breach: false, consequence: 'fail' },
        ],
        'max-drawdown': [
          {
            mode: 'trailing_eod_balance',
            amount: { pct: '0.10', of: 'initial' },
            lock: null,
            measure: 'equity',
            touch_is_breach: false,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
        consistency: [{ unit: 'day', threshold: '0.50', op: 'lte', denominator: 'sum_positive' }],
      },
      sources: [
        confirmed('rules.max-drawdown[0]', 'https://ftmo.com/au/?p=1671'),
        unconfirmed(
          'rules.max-daily-loss[0]',
          'https://academy.ftmo.com/lesson/maximum-daily-loss',
          'The page names the share for another product.',
        ),
        confirmed(
          'rules.consistency[0].threshold',
          'https://ftmo.com/au/faq/what-happens-if-the-best-day-rule-is-not-met-in-ftmo-challenge-1-step',
        ),
        unconfirmed(
          'rules.consistency[0].denominator',
          'https://github.com/powerFC/propfirm-rules-dataset',
          'A dataset names the sum of positive days.',
        ),
        unconfirmed('reset', 'https://academy.ftmo.com/lesson/maximum-daily-loss', 'The page names the clock for another product.'),
      ],
    }),
};
