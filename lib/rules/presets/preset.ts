// What a preset is: a firm-style rule set with the account's size left open, and where each number was read.
// "Style" presets imitate published rules; they are no offers by those firms.
export interface PresetSource {
  path: string;
  /** Empty where no page was read. */
  url: string;
  read_on: string;
  confirmed: boolean;
  note?: string;
}
export interface PresetDocument {
  format: 'rule-set/1';
  code: string;
  version: number;
  phase: string;
  account_type: string;
  currency: string;
  minor_digits: number;
  initial_balance: string;
  pass_mode: 'review';
  reset: { tz: string; time: string };
  bands: { caution_at: string; critical_at: string };
  rules: Record<string, Record<string, unknown>[]>;
  payout: Record<string, unknown> | null;
  sources: PresetSource[];
}
export interface PresetTerms {
  /** One of the preset's sizes: what the account is sold as. */
  size: string;
  phase?: 'evaluation' | 'verification' | 'funded';
}
export interface Preset {
  code: string;
  title: string;
  /** Sizes it is written for; limits in money exist for these only. */
  sizes: readonly string[];
  /** Worked cases that a rule set made from it has to pass. */
  cases: readonly string[];
  make(terms: PresetTerms): PresetDocument;
}
export interface PresetBody {
  reset: { tz: string; time: string };
  rules: PresetDocument['rules'];
  payout?: Record<string, unknown>;
  /** Where the account does not begin with its size, as funded futures accounts at zero. */
  initial_balance?: string;
  sources: PresetSource[];
}

const DAY_MS = 86_400_000;
const STALE_DAYS = 90;

export const READ_ON = '2026-11-20';
export const PRAGUE = { tz: 'Europe/Prague', time: '00:00' };
export const NEW_YORK_CLOSE = { tz: 'America/New_York', time: '17:00' };
export const CHICAGO_CLOSE = { tz: 'America/Chicago', time: '17:00' };
export const ANY_SIZE: readonly string[] = ['10000.00', '25000.00', '50000.00', '100000.00', '200000.00'];

/** A number read longer ago than 90 days is shown as stale. Both are calendar dates. */
export function isStale(readOn: string, today: string): boolean {
  return (Date.parse(today) - Date.parse(readOn)) / DAY_MS > STALE_DAYS;
}

export function presetDocument(code: string, terms: PresetTerms, body: PresetBody): PresetDocument {
  return {
    format: 'rule-set/1',
    code,
    version: 1,
    phase: terms.phase ?? 'evaluation',
    account_type: 'standard',
    currency: 'USD',
    minor_digits: 2,
    initial_balance: body.initial_balance ?? terms.size,
    pass_mode: 'review',
    reset: body.reset,
    bands: { caution_at: '0.80', critical_at: '0.90' },
    rules: body.rules,
    payout: body.payout ?? null,
    // The edges of the bands are the house's own in every preset.
    sources: [...body.sources, confirmed('bands', 'house')],
  };
}

/** Read on the firm's own page. */
export function confirmed(path: string, url: string): PresetSource {
  return { path, url, read_on: READ_ON, confirmed: true };
}

/** Read on a secondary page or a dataset, or not settled by the pages read. */
export function unconfirmed(path: string, url: string, note: string): PresetSource {
  return { path, url, read_on: READ_ON, confirmed: false, note };
}

/** Limits in money by size. A size the preset was not written for is a mistake of the caller. */
export function bySize(terms: PresetTerms, amounts: Readonly<Record<string, string>>): string {
  const amount = amounts[terms.size];
  if (amount === undefined) throw new Error(`this preset has no limit for an account of ${terms.size}`);
  return amount;
}

/** The target of a phase that can still be passed. */
export function target(terms: PresetTerms, evaluation: string, verification: string = evaluation): PresetDocument['rules'] {
  if (terms.phase === 'funded') return {};
  return { 'profit-target': [{ target_pct: terms.phase === 'verification' ? verification : evaluation }] };
}
