// An account that begins at zero: the floor follows the end of day until the first payout ends it at zero; contracts grow with the balance.
import { bySize, CHICAGO_CLOSE, confirmed, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

const TRAIL = { '50000.00': '2000.00' };

export const topstepStyleFunded: Preset = {
  code: 'topstep-style-funded',
  title: 'Topstep style, funded',
  sizes: ['50000.00'],
  cases: ['TDD-027', 'LOT-003'],
  make: (terms) =>
    presetDocument('topstep-style-funded', terms, {
      reset: CHICAGO_CLOSE,
      rules: {
        'max-drawdown': [
          {
            mode: 'trailing_eod_balance',
            amount: { abs: bySize(terms, TRAIL) },
            lock: { offset: '0.00' },
            measure: 'equity',
            touch_is_breach: false,
            payout_effect: 'floor_to_initial',
            consequence: 'fail',
          },
        ],
        'scaling-contracts': [
          {
            levels: [
              ['0.00', 2],
              ['1500.00', 3],
              ['2000.00', 5],
            ],
            op: 'gt',
            evaluated: 'eod',
          },
        ],
      },
      payout: { min_winning_days: 5, winning_day_min: '150.00', max_share_of_balance: '0.50' },
      initial_balance: '0.00',
      sources: [
        unconfirmed('rules.max-drawdown[0].payout_effect', 'https://www.propfirmroute.com/payout-prep/topstep/', 'A secondary page.'),
        confirmed('rules.max-drawdown[0].amount', 'https://help.topstep.com/en/articles/8284204-what-is-the-maximum-loss-limit'),
        unconfirmed('payout.min_winning_days', 'https://www.propfirmroute.com/payout-prep/topstep/', 'An older page says 200 a day.'),
        confirmed(
          'payout.max_share_of_balance',
          'https://help.futures.topstep.com/hc/en-us/articles/8888597448339-Express-Funded-Account-Live-Funded-Account-FAQ',
        ),
        confirmed(
          'rules.scaling-contracts[0].evaluated',
          'https://help.futures.topstep.com/hc/en-us/articles/360000140787-What-is-the-scaling-plan-',
        ),
        unconfirmed('rules.scaling-contracts[0].levels', 'https://h2tfunding.com/topstep-scaling-plan', 'A secondary page, for 50K only.'),
        unconfirmed('rules.max-drawdown[0].lock', '', 'No page was read for funded accounts; the lock is that of the evaluation.'),
        unconfirmed(
          'payout.winning_day_min',
          'https://www.propfirmroute.com/payout-prep/topstep/',
          'A secondary page; an older one says 200 a day.',
        ),
        unconfirmed('reset', '', 'No page was read for funded accounts; the clock is that of the evaluation.'),
      ],
    }),
};
