// What a caller of the engine is told about one trade: findings and figures as decimal text in major units.
import type { RecordedOutcome } from '@/lib/trades/answer';
import { instantText as microsText, microsOf } from '@/lib/trades/instant-text';
import { instantText } from '@/lib/day';
import { fixedText } from '@/lib/decimal';
import { equityOf } from '@/lib/rules/facts';
import { formatMoney, parseMoney, type Cents } from '@/lib/money';
import type { Evidence, Facts, RuleState as JudgedState, Status } from '@/lib/rules/types';

export interface RuleFinding {
  rule: string;
  instance: number;
  subject: string;
  severity: 'info' | 'warning' | 'critical' | 'breach';
  message: string;
  measured: string;
  threshold: string;
  unit: string;
  breached_at: string;
  rule_set_version: number;
  evidence: string[];
}
export interface RuleState {
  rule: string;
  instance: number;
  status: 'safe' | 'warning' | 'danger' | 'violation' | 'unknown';
  used_percent: string | null;
  left: string | null;
}
export interface RiskCheckResult {
  is_breached: boolean;
  verdict: 'ok' | 'warning' | 'breach' | 'unknown';
  violations: RuleFinding[];
  /** Rules that could not tell are named here. */
  warnings: RuleFinding[];
  outcome: 'recorded' | 'duplicate';
  provisional: boolean;
  account_version: number;
  metrics: {
    latencyMs: number;
    balance: string;
    /** Empty while open positions have no known worth. */
    equity: string;
    high_water_mark: string;
    daily_pnl: string;
    cumulative_profit: string;
    total_winning_trades: number;
    largest_win: string;
    trade_percentage: string | null;
    rules: RuleState[];
  };
}

/** A verdict as it was stored. */
interface StoredFinding {
  rule: string;
  instance: number;
  subject: string;
  outcome: 'warn' | 'breach' | 'unknown';
  severity: RuleFinding['severity'];
  measured_value: number | string | null;
  threshold_value: number | string | null;
  unit: string;
  breached_at: string;
  message: string;
  evidence: Evidence[];
}
export interface Shares {
  cumulative_profit: number | string;
  total_winning_trades: number;
  largest_win: number | string;
  trade_percentage: number | string | null;
}
/** What stands in the database once a trade is recorded. */
export interface ToldTrade {
  facts: Facts;
  states: JudgedState[];
  /** What the trade, or the record that brought it, found. */
  findings: StoredFinding[];
  /** What has stopped the account, whenever it was found. */
  standing: StoredFinding[];
  shares: Shares;
}
export interface Checked extends ToldTrade {
  outcome: RiskCheckResult['outcome'];
  first: RecordedOutcome;
  digits: number;
  rule_set_version: number;
  latencyMs: number;
}

/** A running share is printed with so many decimals. */
const SHARE_DIGITS = 4;

const STATUS: Record<Status, RuleState['status']> = {
  safe: 'safe',
  none: 'safe',
  caution: 'warning',
  critical: 'danger',
  violated: 'violation',
  unknown: 'unknown',
};

export function checkResult(checked: Checked): RiskCheckResult {
  const { facts, first, digits, shares } = checked;
  const money = (value: Cents) => formatMoney(value, digits);
  const equity = equityOf(facts);
  // An account may have been broken before this trade: then what broke it is named.
  const isNamed = first.verdict !== 'breach' || checked.findings.some((one) => one.outcome === 'breach');
  const stored = isNamed ? checked.findings : [...checked.findings, ...checked.standing];
  const findings = stored.map((one) => ({ stored: one.outcome, finding: findingOf(one, checked) }));
  return {
    is_breached: first.verdict === 'breach',
    verdict: first.verdict,
    violations: findings.filter(({ stored }) => stored === 'breach').map(({ finding }) => finding),
    warnings: [...findings.filter(({ stored }) => stored !== 'breach').map(({ finding }) => finding), ...doubts(checked)],
    outcome: checked.outcome,
    provisional: first.provisional,
    account_version: first.account_version,
    metrics: {
      latencyMs: checked.latencyMs,
      balance: money(facts.balance_cents),
      equity: equity === null ? '' : money(equity),
      high_water_mark: money(facts.high_water_cents),
      daily_pnl: money(facts.day.pnl_cents),
      cumulative_profit: fixed(shares.cumulative_profit, digits),
      total_winning_trades: shares.total_winning_trades,
      largest_win: fixed(shares.largest_win, digits),
      trade_percentage: shares.trade_percentage === null ? null : fixed(shares.trade_percentage, SHARE_DIGITS),
      rules: checked.states.map((state) => stateOf(state, digits)),
    },
  };
}

function findingOf(stored: StoredFinding, { digits, rule_set_version }: Checked): RuleFinding {
  const { rule, instance, subject, severity, message, unit, evidence } = stored;
  return {
    rule,
    instance,
    subject,
    severity,
    message,
    measured: amountOf(stored.measured_value, unit, digits),
    threshold: amountOf(stored.threshold_value, unit, digits),
    unit: unit === 'cents' ? 'money' : unit,
    breached_at: plainInstant(stored.breached_at),
    rule_set_version,
    evidence: evidence.map((one) => `${one.label}: ${one.value}`),
  };
}

function stateOf(state: JudgedState, digits: number): RuleState {
  const { rule, instance, status, used_bps, headroom, unit } = state;
  const used_percent = used_bps === null ? null : fixedText(BigInt(used_bps), 2);
  return { rule, instance, status: STATUS[status], used_percent, left: headroom === null ? null : amountOf(headroom, unit, digits) };
}

/** Money in major units; every other unit as it was measured. Empty where nothing could be measured. */
function amountOf(value: number | string | null, unit: string, digits: number): string {
  if (value === null) return '';
  const text = String(value);
  return unit === 'cents' && /^-?\d+$/.test(text) ? fixedText(BigInt(text), digits) : text;
}

/** Rules that cannot tell now and have not said so with this trade. */
function doubts(checked: Checked): RuleFinding[] {
  const told = new Set(checked.findings.map((one) => `${one.rule}#${one.instance}`));
  const silent = checked.states.filter((one) => one.status === 'unknown' && !told.has(`${one.rule}#${one.instance}`));
  return silent.map(({ rule, instance, measured, limit, unit, message, evidence }) =>
    findingOf(
      {
        rule,
        instance,
        subject: '',
        outcome: 'unknown',
        severity: 'info',
        measured_value: measured,
        threshold_value: limit,
        unit,
        breached_at: instantText(checked.facts.at),
        message,
        evidence,
      },
      checked,
    ),
  );
}

/** Postgres writes microseconds that an instant may not have. */
function plainInstant(text: string): string {
  const micros = microsOf(text);
  return micros === null ? text : microsText(micros);
}

function fixed(value: number | string, digits: number): string {
  const read = parseMoney(String(value), digits);
  return read === null ? String(value) : formatMoney(read, digits);
}
