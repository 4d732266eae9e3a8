// Five percent a day of the higher of balance and equity, ten percent in all, and three days of half a percent.
import { ANY_SIZE, confirmed, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const the5ersStyleHighStakes: Preset = {
  code: 'the5ers-style-high-stakes',
  title: 'The5ers style, high stakes',
  sizes: ANY_SIZE,
  cases: ['DLL-015c', 'MTD-005'],
  make: (terms) =>
    presetDocument('the5ers-style-high-stakes', terms, {
      reset: { tz: 'Etc/GMT-3', time: '00:00' },
      rules: {
        'max-daily-loss': [
          {
            limit: { pct: '0.05', of: 'reference' },
            reference: 'max_balance_equity',
            measure: 'equity',
            touch_is_breach: true,
            consequence: 'fail',
          },
        ],
        'max-drawdown': [
          {
            mode: 'static',
            amount: { pct: '0.10', of: 'initial' },
            lock: null,
            measure: 'equity',
            touch_is_breach: false,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
        'min-trading-days': [{ count_by: 'day_profit', min_profit_pct: '0.005', min_days: 3 }],
        'news-window': [{ before_s: 120, after_s: 120, phases: ['funded'], exempt_types: [], instruments_by_event: { US_NFP: ['*USD*'] } }],
      },
      sources: [
        confirmed(
          'rules.max-daily-loss[0]',
          'https://help.the5ers.com/what-is-the-maximum-loss-and-the-maximum-daily-loss-in-the-high-stakes-program',
        ),
        unconfirmed(
          'reset',
          'https://help.the5ers.com/what-is-the-maximum-loss-and-the-maximum-daily-loss-in-the-high-stakes-program',
          'The clock is not settled by the page.',
        ),
        unconfirmed(
          'rules.max-drawdown[0]',
          'https://help.the5ers.com/what-is-the-maximum-loss-and-the-maximum-daily-loss-in-the-high-stakes-program',
          'The number is not settled by the page.',
        ),
        unconfirmed(
          'rules.news-window[0]',
          'https://help.the5ers.com/what-is-the-maximum-loss-and-the-maximum-daily-loss-in-the-high-stakes-program',
          'The number is not settled by the page.',
        ),
        unconfirmed('rules.min-trading-days[0]', 'https://www.propfirmlabs.com/firms/The5ers', 'A secondary page.'),
      ],
    }),
};
