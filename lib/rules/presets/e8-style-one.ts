// A floor six percent under the best closed balance that stops at the start, and a pause after two percent in a day.
import { ANY_SIZE, confirmed, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const e8StyleOne: Preset = {
  code: 'e8-style-one',
  title: 'E8 style, one',
  sizes: ANY_SIZE,
  cases: ['TDD-010'],
  make: (terms) =>
    presetDocument('e8-style-one', terms, {
      reset: { tz: 'Etc/GMT-2', time: '00:00' },
      rules: {
        'max-daily-loss': [
          { limit: { pct: '0.02', of: 'initial' }, reference: 'balance', measure: 'min', touch_is_breach: true, consequence: 'pause' },
        ],
        'max-drawdown': [
          {
            mode: 'trailing_closed_balance',
            amount: { pct: '0.06', of: 'initial' },
            lock: { offset: '0.00' },
            measure: 'equity',
            touch_is_breach: false,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
      },
      sources: [
        confirmed(
          'rules.max-drawdown[0]',
          'https://help.e8markets.com/en/articles/9122280-trailing-drawdown-calculation-and-explanation-for-e8-one-account',
        ),
        confirmed('rules.max-daily-loss[0]', 'https://intercom.help/e8/en/articles/11864638-daily-pause'),
        unconfirmed(
          'rules.max-daily-loss[0].touch_is_breach',
          'https://intercom.help/e8/en/articles/11864638-daily-pause',
          'The page says both.',
        ),
        confirmed('reset', 'https://intercom.help/e8/en/articles/11864638-daily-pause'),
      ],
    }),
};
