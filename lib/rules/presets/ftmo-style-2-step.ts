// Five percent a day and ten percent in all, both of the initial balance and below only; four days, targets of ten and five percent.
import { ANY_SIZE, confirmed, PRAGUE, presetDocument, target, unconfirmed, type Preset } from '@/lib/rules/presets/preset';
import type { PresetBody, PresetSource, PresetTerms } from '@/lib/rules/presets/preset';

/** The cases of all that the style's variants share. */
export const TWO_STEP_CASES: readonly string[] = [
  ...['DLL-001', 'DLL-003a', 'DLL-003b', 'DLL-017', 'DLL-018', 'DLL-019', 'DLL-021a', 'DLL-023', 'DLL-030', 'DLL-031'],
  ...['MTD-001', 'NEW-001', 'NEW-003', 'NEW-005', 'NEW-006', 'NEW-007'],
];

/** The whole of the style; `mode` is how its floor moves, and `read` where that was read. */
export function twoSteps(terms: PresetTerms, mode: 'static' | 'trailing_eod_balance', read: PresetSource): PresetBody {
  return {
    reset: PRAGUE,
    rules: {
      'max-daily-loss': [
        { limit: { pct: '0.05', of: 'initial' }, reference: 'balance', measure: 'equity', touch_is_breach: false, consequence: 'fail' },
      ],
      'max-drawdown': [
        {
          mode,
          amount: { pct: '0.10', of: 'initial' },
          lock: null,
          measure: 'equity',
          touch_is_breach: false,
          payout_effect: 'none',
          consequence: 'fail',
        },
      ],
      'min-trading-days': [{ count_by: 'open', min_days: 4 }],
      'news-window': [
        {
          before_s: 120,
          after_s: 120,
          edges: 'inclusive',
          phases: ['funded'],
          exempt_types: ['swing'],
          instruments_by_event: { US_NFP: ['*USD*'] },
        },
      ],
      ...target(terms, '0.10', '0.05'),
    },
    payout: {
      split: '0.80',
      first_after_days: 14,
      tz: 'Europe/Prague',
      scaling: { step_pct: '0.25', of: 'original', months: 4, min_net_profit_pct: '0.10', cap: '2000000.00' },
    },
    sources: [
      confirmed('rules.max-daily-loss[0]', 'https://academy.ftmo.com/lesson/maximum-daily-loss'),
      read,
      confirmed('rules.min-trading-days[0]', 'https://academy.ftmo.com/lesson/minimum-trading-days/'),
      unconfirmed('rules.profit-target[0]', '', 'No page was read for the targets of 10 % and 5 % and for no time limit.'),
      confirmed('rules.news-window[0]', 'https://ftmo.oanda.com/?p=121'),
      confirmed('payout.split', 'https://ftmo.com/en/faq/how-do-i-withdraw-my-profits'),
      confirmed('payout.first_after_days', 'https://ftmo.com/en/faq/how-do-i-withdraw-my-profits'),
      confirmed('payout.scaling', 'https://ftmo.com/en/scaling-plan'),
      confirmed('reset', 'https://academy.ftmo.com/lesson/maximum-daily-loss'),
    ],
  };
}

export const ftmoStyle2Step: Preset = {
  code: 'ftmo-style-2-step',
  title: 'FTMO style, two steps',
  sizes: ANY_SIZE,
  cases: [...TWO_STEP_CASES, 'MDD-001a', 'MDD-001b', 'MDD-003', 'MDD-005', 'TDD-101'],
  make: (terms) =>
    presetDocument(
      'ftmo-style-2-step',
      terms,
      twoSteps(terms, 'static', confirmed('rules.max-drawdown[0]', 'https://academy.ftmo.com/?p=47')),
    ),
};
