// From the judge's verdict to what is stored and what the sender hears: one table, written once.
import type { Verdict } from '@/lib/rules/types';
import { instantText } from '@/lib/day';
import { ENGINE_VERSION } from '@/lib/rules/engine-version';

export type WebhookVerdict = 'ok' | 'warning' | 'unknown' | 'breach';

export interface ViolationRow {
  rule: string;
  instance: number;
  subject: string;
  outcome: 'warn' | 'breach' | 'unknown';
  consequence: Verdict['consequence'];
  severity: 'info' | 'warning' | 'critical' | 'breach';
  measured_value: number | null;
  threshold_value: number | null;
  unit: Verdict['unit'];
  percentage_bps: number | null;
  breached_at: string;
  raised_key: string;
  until: string | null;
  evidence: Verdict['evidence'];
  message: string;
  trade_ticket: string | null;
  /** The judge that came to it. */
  engine: string;
  /** Told only where the account has been moved since, so that the verdict stays with the version that found it. */
  rule_set_id?: string;
}

type Judged = Pick<Verdict, 'outcome' | 'consequence' | 'status'>;

/** How a verdict is stored; null where the table says it is not. */
export function storedAs({ outcome, consequence, status }: Judged): Pick<ViolationRow, 'outcome' | 'severity'> | null {
  const stops = consequence === 'fail' || consequence === 'block' || consequence === 'pause';
  if (outcome === 'unknown') return { outcome: 'unknown', severity: 'info' };
  if (outcome === 'pass') {
    if (!stops || (status !== 'caution' && status !== 'critical')) return null;
    return { outcome: 'warn', severity: status === 'critical' ? 'critical' : 'warning' };
  }
  if (outcome !== 'breach') return null;
  if (stops) return { outcome: 'breach', severity: 'breach' };
  return consequence === 'flag' ? { outcome: 'breach', severity: 'warning' } : { outcome: 'warn', severity: 'warning' };
}

export function webhookVerdict({ outcome, consequence, status }: Judged): WebhookVerdict {
  if (outcome === 'unknown') return 'unknown';
  if (outcome === 'pass') return status === 'caution' || status === 'critical' ? 'warning' : 'ok';
  if (outcome !== 'breach') return 'ok';
  return consequence === 'fail' || consequence === 'block' || consequence === 'pause' ? 'breach' : 'warning';
}

const ORDER: WebhookVerdict[] = ['breach', 'unknown', 'warning', 'ok'];

/** Several verdicts of one event: the first present of breach, unknown, warning, ok. */
export function firstVerdict(judged: Judged[]): WebhookVerdict {
  const found = new Set(judged.map(webhookVerdict));
  return ORDER.find((one) => found.has(one)) ?? 'ok';
}

export function violationRow(verdict: Verdict, ticket: string | null): ViolationRow | null {
  const stored = storedAs(verdict);
  if (!stored) return null;
  return {
    rule: verdict.rule,
    instance: verdict.instance,
    // A doubt about the account stays a row of its own beside a breach of the same rule in the same millisecond.
    subject: stored.outcome === 'unknown' && verdict.subject === '' ? 'unknown' : verdict.subject,
    ...stored,
    consequence: verdict.consequence,
    measured_value: verdict.measured,
    threshold_value: verdict.limit,
    unit: verdict.unit,
    percentage_bps: verdict.used_bps,
    breached_at: instantText(verdict.breached_at),
    raised_key: verdict.raised_key,
    until: verdict.until === null ? null : instantText(verdict.until),
    evidence: verdict.evidence,
    message: verdict.message,
    trade_ticket: ticket,
    engine: ENGINE_VERSION,
  };
}
