// A floor that follows the end of day, and a daily limit that pauses; both break when they are touched.
import { bySize, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

const TRAIL = { '25000.00': '1000.00', '50000.00': '2000.00', '100000.00': '3000.00', '150000.00': '4000.00' };
const DAILY = { '25000.00': '500.00', '50000.00': '1000.00', '100000.00': '1500.00', '150000.00': '2000.00' };

export const apexStyleEod: Preset = {
  code: 'apex-style-eod',
  title: 'Apex style, end of day',
  sizes: ['25000.00', '50000.00', '100000.00', '150000.00'],
  cases: ['APX-001', 'APX-002'],
  make: (terms) =>
    presetDocument('apex-style-eod', terms, {
      reset: { tz: 'America/New_York', time: '18:00' },
      rules: {
        'max-daily-loss': [
          { limit: { abs: bySize(terms, DAILY) }, reference: 'balance', measure: 'equity', touch_is_breach: true, consequence: 'pause' },
        ],
        'max-drawdown': [
          {
            mode: 'trailing_eod_balance',
            amount: { abs: bySize(terms, TRAIL) },
            lock: null,
            measure: 'equity',
            touch_is_breach: true,
            payout_effect: 'none',
            consequence: 'fail',
          },
        ],
      },
      sources: [
        unconfirmed('rules.max-daily-loss[0]', '', 'No page was read.'),
        unconfirmed('rules.max-drawdown[0]', '', 'No page was read; the amounts are those of the intraday accounts.'),
        unconfirmed('reset', '', 'No page was read; the clock is that of the intraday accounts.'),
      ],
    }),
};
