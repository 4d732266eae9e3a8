// Five percent a day of the initial balance, by the server's midnight; half of what is left after a daily breach in profit.
import { ANY_SIZE, confirmed, NEW_YORK_CLOSE, presetDocument, unconfirmed, type Preset } from '@/lib/rules/presets/preset';

export const fundednextStyleStellar: Preset = {
  code: 'fundednext-style-stellar',
  title: 'FundedNext style, Stellar',
  sizes: ANY_SIZE,
  cases: ['FNS-001', 'FNS-002', 'FNS-003'],
  make: (terms) =>
    presetDocument('fundednext-style-stellar', terms, {
      reset: NEW_YORK_CLOSE,
      rules: {
        'max-daily-loss': [
          { limit: { pct: '0.05', of: 'initial' }, reference: 'balance', measure: 'equity', touch_is_breach: false, consequence: 'fail' },
        ],
        inactivity: [{ days: 60 }],
      },
      payout: { breach_share: '0.50' },
      sources: [
        unconfirmed('rules.max-daily-loss[0]', 'https://github.com/kburrus64-max/prop-firm-rules', 'The basis is disputed.'),
        unconfirmed(
          'reset',
          'https://help.fundednext.com/en/articles/8394309',
          'Midnight of a server in UTC+2 or +3; the daylight-saving calendar is taken to be that of New York.',
        ),
        confirmed(
          'payout.breach_share',
          'https://help.fundednext.com/en/articles/8020257-what-happens-if-my-fundednext-account-is-in-profit-but-i-hit-the-daily-loss-limit',
        ),
        unconfirmed('rules.inactivity[0]', '', 'No page was read.'),
      ],
    }),
};
