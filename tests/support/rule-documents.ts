// What most tests sell under: five percent a day, ten percent in all, both of the initial balance, and ten percent to pass.
export const LIMITS = {
  'max-daily-loss': [
    { limit: { pct: '0.05', of: 'initial' }, reference: 'balance', measure: 'equity', touch_is_breach: false, consequence: 'fail' },
  ],
  'max-drawdown': [
    {
      mode: 'static',
      amount: { pct: '0.10', of: 'initial' },
      lock: null,
      measure: 'equity',
      touch_is_breach: false,
      payout_effect: 'none',
    },
  ],
  'profit-target': [{ target_pct: '0.10' }],
};
type Limit = keyof typeof LIMITS;

/** A rule set of that code with those of the limits, or all of them. */
export const evaluationRules = (code: string, limits: readonly Limit[] = ['max-daily-loss', 'max-drawdown', 'profit-target']) => ({
  format: 'rule-set/1',
  code,
  version: 1,
  phase: 'evaluation',
  account_type: 'standard',
  currency: 'USD',
  minor_digits: 2,
  initial_balance: '100000.00',
  pass_mode: 'review',
  reset: { tz: 'UTC', time: '00:00' },
  bands: { caution_at: '0.80', critical_at: '0.90' },
  rules: Object.fromEntries(limits.map((limit) => [limit, LIMITS[limit]])),
});
