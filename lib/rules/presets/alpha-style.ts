// Five percent a day of the balance, and no more than half of the profit from holds up to two minutes.
import { ANY_SIZE, confirmed, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const alphaStyle: Preset = {
  code: 'alpha-style',
  title: 'Alpha style',
  sizes: ANY_SIZE,
  cases: ['DLL-008a', 'DLL-008b', 'DLL-015e', 'SCL-001', 'SCL-002'],
  make: (terms) =>
    presetDocument('alpha-style', terms, {
      reset: { tz: 'Etc/GMT-3', time: '00:00' },
      rules: {
        'max-daily-loss': [
          { limit: { pct: '0.05', of: 'reference' }, reference: 'balance', measure: 'equity', touch_is_breach: false, consequence: 'fail' },
        ],
        'tick-scalping': [{ min_s: 120, max_short_profit_share: '0.50', avg_op: 'gt', short_op: 'lte' }],
      },
      sources: [
        confirmed(
          'rules.max-daily-loss[0]',
          'https://help.alphacapitalgroup.uk/en/articles/6934210-what-are-the-daily-risk-limits-and-how-do-they-work',
        ),
        unconfirmed(
          'reset',
          'https://help.alphacapitalgroup.uk/en/articles/6934210-what-are-the-daily-risk-limits-and-how-do-they-work',
          'UTC+2 or +3 is open.',
        ),
        confirmed(
          'rules.tick-scalping[0]',
          'https://help.alphacapitalgroup.uk/en/articles/8447268-what-is-the-2-minute-average-trade-duration-rule',
        ),
      ],
    }),
};
