// A floor that follows the end of day and stops at the start, an optional daily limit that only pauses, and flat before the evening.
import { bySize, CHICAGO_CLOSE, confirmed, presetDocument, target, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

const TRAIL = { '50000.00': '2000.00', '100000.00': '3000.00', '150000.00': '4500.00' };
const DAILY = { '50000.00': '1000.00', '100000.00': '2000.00', '150000.00': '3000.00' };

export const topstepStyleCombine: Preset = {
  code: 'topstep-style-combine',
  title: 'Topstep style, combine',
  sizes: ['50000.00', '100000.00', '150000.00'],
  cases: ['DLL-004', 'TDD-003', 'TDD-004', 'CON-001'],
  make: (terms) =>
    presetDocument('topstep-style-combine', terms, {
      reset: CHICAGO_CLOSE,
      rules: {
        'max-daily-loss': [
          { limit: { abs: bySize(terms, DAILY) }, reference: 'balance', measure: 'equity', touch_is_breach: true, consequence: 'pause' },
        ],
        'max-drawdown': [
          {
            mode: 'trailing_eod_balance',
            amount: { abs: bySize(terms, TRAIL) },
            lock: { offset: '0.00' },
            measure: 'equity',
            touch_is_breach: false,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
        consistency: [{ unit: 'day', threshold: '0.40', op: 'lt', denominator: 'net_total' }],
        'overnight-holding': [{ tz: 'America/Chicago', time: '15:10' }],
        ...target(terms, '0.06'),
      },
      sources: [
        confirmed('rules.max-drawdown[0]', 'https://help.topstep.com/en/articles/8284204-what-is-the-maximum-loss-limit'),
        confirmed('rules.max-daily-loss[0]', 'https://help.futures.topstep.com/hc/en-us/articles/8808125387923-Prohibited-Conduct'),
        unconfirmed('rules.profit-target[0]', '', 'No page was read for the targets of 3,000, 6,000 and 9,000.'),
        unconfirmed('rules.overnight-holding[0]', '', 'No page was read for flat by 15:10 Chicago.'),
        unconfirmed(
          'rules.consistency[0]',
          'https://help.futures.topstep.com/hc/en-us/articles/4405772379155-What-is-the-Consistency-Target-',
          'An older page; 50 % is quoted today.',
        ),
        confirmed('reset', 'https://help.futures.topstep.com/hc/en-us/articles/8808125387923-Prohibited-Conduct'),
      ],
    }),
};
