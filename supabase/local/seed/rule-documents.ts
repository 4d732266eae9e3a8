// The rule sets the demo firm sells under, as the documents a publisher writes. Numbers imitate published styles and carry where they
// were read; a number without a source is the house's own.
import { confirmed, READ_ON, type PresetDocument, type PresetSource } from '@/lib/rules/presets/preset';

export interface DocumentTerms {
  phase: string;
  initial_balance: string;
  /** Null in a live phase, which has nothing left to reach. */
  target_pct: string | null;
  /** What its payouts ask for besides. */
  payout?: Record<string, unknown>;
}

const BANDS = { caution_at: '0.80', critical_at: '0.90' };
const PAYOUT = { split: '0.80', first_after_days: 14, tz: 'Europe/Prague', min_amount: '100.00' };

type Style = (terms: DocumentTerms) => PresetDocument;

function document(code: string, terms: DocumentTerms, rules: PresetDocument['rules'], sources: PresetSource[]): PresetDocument {
  const target: PresetDocument['rules'] = terms.target_pct === null ? {} : { 'profit-target': [{ target_pct: terms.target_pct }] };
  return {
    format: 'rule-set/1',
    code,
    version: 1,
    phase: terms.phase,
    account_type: 'standard',
    currency: 'USD',
    minor_digits: 2,
    initial_balance: terms.initial_balance,
    pass_mode: 'review',
    reset: { tz: 'Europe/Prague', time: '00:00' },
    bands: BANDS,
    rules: { ...rules, ...target },
    payout: { ...PAYOUT, ...terms.payout },
    sources,
  };
}

/** Funded accounts neither open nor close around the releases that move their instruments. */
function newsWindow({ phase }: DocumentTerms): PresetDocument['rules'] {
  if (phase !== 'funded') return {};
  const instruments_by_event = {
    US_NFP: ['*USD*', 'US30'],
    US_CPI: ['*USD*', 'US30'],
    US_FOMC: ['*USD*', 'US30'],
    EU_ECB: ['EUR*'],
    UK_CPI: ['GBP*'],
  };
  return { 'news-window': [{ before_s: 120, after_s: 120, phases: ['funded'], instruments_by_event, consequence: 'flag' }] };
}

/** 5 % of the initial balance a day, 10 % in all, below only. */
export const ftmoStyleTwoStep: Style = (terms) =>
  document(
    'ftmo-style-2-step',
    terms,
    {
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
          consequence: 'fail',
        },
      ],
      ...newsWindow(terms),
    },
    [
      confirmed('rules.max-daily-loss[0].limit', 'https://academy.ftmo.com/lesson/maximum-daily-loss'),
      confirmed('rules.max-drawdown[0].amount', 'https://academy.ftmo.com/?p=47'),
      ...(terms.phase === 'funded' ? [confirmed('rules.news-window[0]', 'https://ftmo.oanda.com/?p=121')] : []),
    ],
  );

/** 3 % a day and a floor that follows the balance at the end of each day, never locked. */
export const ftmoStyleOneStep: Style = (terms) =>
  document(
    'ftmo-style-1-step',
    terms,
    {
      'max-daily-loss': [
        { limit: { pct: '0.03', of: 'initial' }, reference: 'balance', measure: 'equity', touch_is_breach: false, consequence: 'fail' },
      ],
      'max-drawdown': [
        {
          mode: 'trailing_eod_balance',
          amount: { pct: '0.10', of: 'initial' },
          lock: null,
          measure: 'equity',
          touch_is_breach: false,
          consequence: 'fail',
        },
      ],
    },
    [
      {
        path: 'rules.max-daily-loss[0].limit',
        url: 'https://academy.ftmo.com/lesson/maximum-daily-loss',
        read_on: READ_ON,
        confirmed: false,
      },
      confirmed('rules.max-drawdown[0]', 'https://ftmo.com/au/?p=1671'),
    ],
  );

/** The house's own: ten percent under the highest equity ever reached, open profit included, and a pause after a bad day. */
export const houseDefault: Style = (terms) =>
  document(
    'house-default',
    terms,
    {
      'max-daily-loss': [
        {
          limit: { pct: '0.04', of: 'initial' },
          reference: 'max_balance_equity',
          measure: 'equity',
          touch_is_breach: false,
          consequence: 'fail',
        },
      ],
      'max-drawdown': [
        {
          mode: 'trailing_intraday_equity',
          amount: { pct: '0.10', of: 'hwm' },
          lock: null,
          measure: 'equity',
          touch_is_breach: false,
          consequence: 'fail',
        },
      ],
    },
    [],
  );

/** The house's funded accounts: twelve percent under the peak, and no daily limit. */
export const houseFunded: Style = (terms) =>
  document(
    'house-funded',
    terms,
    {
      'max-drawdown': [
        {
          mode: 'trailing_intraday_equity',
          amount: { pct: '0.12', of: 'hwm' },
          lock: null,
          measure: 'equity',
          touch_is_breach: false,
          consequence: 'fail',
        },
      ],
    },
    [],
  );
