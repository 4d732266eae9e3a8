// A floor that follows open profit until a hundred above the start, and payouts that ask for spread-out profit.
import { bySize, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const apexStyleFunded: Preset = {
  code: 'apex-style-funded',
  title: 'Apex style, funded',
  sizes: ['50000.00'],
  cases: ['TDD-006'],
  make: (terms) =>
    presetDocument('apex-style-funded', terms, {
      reset: { tz: 'America/New_York', time: '18:00' },
      rules: {
        'max-drawdown': [
          {
            mode: 'trailing_intraday_equity',
            amount: { abs: bySize(terms, { '50000.00': '2500.00' }) },
            lock: { offset: '100.00' },
            measure: 'equity',
            touch_is_breach: true,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
        consistency: [{ unit: 'day', threshold: '0.50', op: 'lt', denominator: 'net_total', window: 'since_last_payout' }],
      },
      payout: {
        tiers: [
          ['25000.00', '1.00'],
          [null, '0.90'],
        ],
        min_days: 8,
        min_winning_days: 5,
        winning_day_min: '50.00',
      },
      sources: [
        unconfirmed('rules.max-drawdown[0]', 'https://simply-futures.com/blog/apex/3-getting-paid', 'A secondary page.'),
        unconfirmed('payout.tiers', 'https://simply-futures.com/blog/apex/3-getting-paid', 'A secondary page.'),
        unconfirmed(
          'rules.consistency[0]',
          'https://fundedtraderfieldguide.pages.dev/rules/apex-50-consistency/',
          'A secondary page; an older one says 30 %, equality passes: https://www.fundedmath.com/apex-consistency-rule-strategy',
        ),
        unconfirmed('payout.min_days', 'https://runic.tools/glossary/profitable-day-requirement', 'A secondary page.'),
        unconfirmed('payout.min_winning_days', 'https://runic.tools/glossary/profitable-day-requirement', 'A secondary page.'),
        unconfirmed('payout.winning_day_min', 'https://runic.tools/glossary/profitable-day-requirement', 'A secondary page.'),
        unconfirmed('reset', '', 'No page was read; the clock is that of the intraday accounts.'),
      ],
    }),
};
