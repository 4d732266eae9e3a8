// Four percent a day of the balance, and a trail of eight percent under the best closed balance that never passes the start.
import { ANY_SIZE, confirmed, presetDocument, type Preset } from '@/lib/rules/presets/preset';

export const breakoutStyle: Preset = {
  code: 'breakout-style',
  title: 'Breakout style',
  sizes: ANY_SIZE,
  cases: ['DLL-009', 'TDD-017'],
  make: (terms) =>
    presetDocument('breakout-style', terms, {
      reset: { tz: 'UTC', time: '00:30' },
      rules: {
        'max-daily-loss': [
          { limit: { pct: '0.04', of: 'reference' }, reference: 'balance', measure: 'equity', touch_is_breach: true, consequence: 'fail' },
        ],
        'max-drawdown': [
          {
            mode: 'trailing_closed_balance',
            amount: { pct: '0.08', of: 'initial' },
            lock: { offset: '0.00' },
            measure: 'equity',
            touch_is_breach: true,
            payout_effect: 'hwm_minus_payout',
            consequence: 'fail',
          },
        ],
      },
      sources: [
        confirmed(
          'rules.max-daily-loss[0]',
          'https://intercom.help/breakoutprop/en/articles/11647189-what-is-the-maximum-daily-loss-in-a-funded-account',
        ),
        confirmed(
          'rules.max-drawdown[0]',
          'https://intercom.help/breakoutprop/en/articles/10340637-how-is-the-maximum-drawdown-calculated-for-the-2-step-breakout-evaluation',
        ),
        confirmed('reset', 'https://intercom.help/breakoutprop/en/articles/11647189-what-is-the-maximum-daily-loss-in-a-funded-account'),
      ],
    }),
};
