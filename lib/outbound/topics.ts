// What the outside hears of us: which event of the spine is which topic, and what the topic says. Pure; the schemas are
// what a listener may rely on, and every message is held to them before it leaves.
import { z } from 'zod';
import { formatMoney, minorDigits, type Cents } from '@/lib/money';

export interface OutboundEvent {
  id: string;
  kind: string;
  occurred_at: string;
  account_id: string | null;
  reason: string | null;
  data: unknown;
}
/** What the database knows beside the event: identities and amounts, which never change. */
export interface OutboundFacts {
  account?: {
    id: string;
    trader_id: string;
    opened_from_account_id?: string;
    challenge_type_id: string;
    currency: string;
    initial_balance_cents: number;
    phase: string;
    rule_set_version: number;
  };
  payout?: {
    id: string;
    account_id: string;
    trader_id: string;
    requested_cents: number;
    gross_cents: number;
    currency: string;
    route: string;
    requested_at: string;
    approved_at?: string;
  };
  violation?: { detected_at: string };
}
interface OutboundMessage {
  topic: Topic;
  account_id: string;
  /** One line of JSON: what is signed is what was written down. */
  body: string;
}

const id = z.string();
const instant = z.string();
const moneyText = z.string().describe('Decimal text in major units');
const live = { fundedAccountId: id, userId: id, assessmentId: id.nullable() };
const withdrawal = {
  withdrawalId: id,
  fundedAccountId: id,
  userId: id,
  amount: moneyText,
  grossAmount: moneyText,
  currency: z.string(),
  requiresReview: z.boolean(),
  requestedAt: instant,
};

/** `data` of each topic. */
const TOPIC_DATA = {
  'funded-account.created': z.strictObject({ ...live, tierId: id, startingBalance: moneyText, currency: z.string() }),
  'funded-account.activated': z.strictObject({ ...live, activatedAt: instant }),
  'funded-account.closed': z.strictObject({ fundedAccountId: id, userId: id, closedAt: instant, closureReason: z.string().nullable() }),
  'withdrawal.requested': z.strictObject(withdrawal),
  'withdrawal.approved': z.strictObject({
    ...withdrawal,
    approvedAt: instant,
    approvedBy: z.enum(['person', 'policy']),
    policyVersion: z.int().nullable(),
  }),
  'withdrawal.completed': z.strictObject({
    ...withdrawal,
    completedAt: instant,
    provider: z.string().nullable(),
    providerRef: z.string().nullable(),
  }),
  'withdrawal.rejected': z.strictObject({ ...withdrawal, rejectedAt: instant, reason: z.string().nullable() }),
  'withdrawal.failed': z.strictObject({ ...withdrawal, failedAt: instant, reason: z.string().nullable(), returned: z.boolean() }),
  'assessment.completed': z.strictObject({
    assessmentId: id,
    userId: id,
    status: z.enum(['passed', 'failed']),
    completedAt: instant,
    phase: z.string(),
    ruleSetVersion: z.int(),
  }),
  'rules.violation-detected': z.strictObject({
    violationId: id,
    accountId: id,
    userId: id,
    rule: z.string(),
    instance: z.int(),
    subject: z.string(),
    severity: z.enum(['info', 'warning', 'critical', 'breach']),
    state: z.enum(['provisional', 'confirmed', 'withdrawn']),
    measured: z.string().nullable(),
    threshold: z.string().nullable(),
    unit: z.string().nullable(),
    breachedAt: instant,
    detectedAt: instant,
  }),
} as const;
export type Topic = keyof typeof TOPIC_DATA;
export const TOPICS = Object.keys(TOPIC_DATA) as Topic[];
export const isTopic = (name: string): name is Topic => name in TOPIC_DATA;

/** The whole body of a message of each topic. */
export const messageSchema = (topic: Topic) => z.strictObject({ type: z.literal(topic), timestamp: instant, data: TOPIC_DATA[topic] });

const KINDS: Record<string, Topic> = {
  'funded-account.created': 'funded-account.created',
  'funded-account.activated': 'funded-account.activated',
  'funded-account.closed': 'funded-account.closed',
  'withdrawal.requested': 'withdrawal.requested',
  'withdrawal.approved': 'withdrawal.approved',
  'withdrawal.completed': 'withdrawal.completed',
  'withdrawal.rejected': 'withdrawal.rejected',
  'withdrawal.cancelled': 'withdrawal.rejected',
  'withdrawal.failed': 'withdrawal.failed',
  'account.passed': 'assessment.completed',
  'account.failed': 'assessment.completed',
  'rule.violation-detected': 'rules.violation-detected',
  'rule.violation-confirmed': 'rules.violation-detected',
  'rule.violation-withdrawn': 'rules.violation-detected',
};

/** Null for what concerns nobody outside. */
export const topicOf = (kind: string): Topic | null => KINDS[kind] ?? null;

const said = z.looseObject({
  approved_by: z.enum(['person', 'policy']).nullish(),
  policy_version: z.int().nullish(),
  provider: z.string().nullish(),
  provider_ref: z.string().nullish(),
  returned: z.boolean().nullish(),
  closure_reason: z.string().nullish(),
  violation_id: z.string().nullish(),
  rule: z.string().nullish(),
  instance: z.int().nullish(),
  subject: z.string().nullish(),
  severity: z.string().nullish(),
  measured: z.union([z.number(), z.string()]).nullish(),
  threshold: z.union([z.number(), z.string()]).nullish(),
  unit: z.string().nullish(),
  breached_at: z.string().nullish(),
});
type Said = z.infer<typeof said>;

/** Null where an event is no topic, or names an account that is not there. Throws where the message would break what was promised. */
export function outboundMessage(event: OutboundEvent, facts: OutboundFacts): OutboundMessage | null {
  const topic = topicOf(event.kind);
  if (topic === null || !facts.account) return null;
  const data = TOPIC_DATA[topic].parse(dataOf(topic, event, said.parse(event.data ?? {}), facts));
  const timestamp = instantOf(event.occurred_at);
  return { topic, account_id: facts.account.id, body: JSON.stringify({ type: topic, timestamp, data }) };
}

const instantOf = (text: string): string => new Date(text).toISOString();
const amount = (value: number, currency: string): string => formatMoney(value as Cents, minorDigits(currency));
const figure = (value: number | string | null | undefined): string | null => (value === null || value === undefined ? null : String(value));

function dataOf(topic: Topic, event: OutboundEvent, data: Said, facts: OutboundFacts): Record<string, unknown> {
  if (topic.startsWith('withdrawal.')) return withdrawalData(topic, event, data, facts);
  if (topic === 'rules.violation-detected') return violationData(event, data, facts);
  const { account } = facts;
  if (!account) return {};
  const at = instantOf(event.occurred_at);
  const owner = { fundedAccountId: account.id, userId: account.trader_id };
  const assessmentId = account.opened_from_account_id ?? null;
  switch (topic) {
    case 'funded-account.created': {
      const startingBalance = amount(account.initial_balance_cents, account.currency);
      return { ...owner, assessmentId, tierId: account.challenge_type_id, startingBalance, currency: account.currency };
    }
    case 'funded-account.activated':
      return { ...owner, assessmentId, activatedAt: at };
    case 'funded-account.closed':
      return { ...owner, closedAt: at, closureReason: data.closure_reason ?? event.reason };
    default: {
      const status = event.kind === 'account.passed' ? 'passed' : 'failed';
      const { id: assessment, trader_id: userId, phase, rule_set_version: ruleSetVersion } = account;
      return { assessmentId: assessment, userId, status, completedAt: at, phase, ruleSetVersion };
    }
  }
}

function withdrawalData(topic: Topic, event: OutboundEvent, data: Said, { payout }: OutboundFacts): Record<string, unknown> {
  if (!payout) return {};
  const at = instantOf(event.occurred_at);
  const same = {
    withdrawalId: payout.id,
    fundedAccountId: payout.account_id,
    userId: payout.trader_id,
    amount: amount(payout.requested_cents, payout.currency),
    grossAmount: amount(payout.gross_cents, payout.currency),
    currency: payout.currency,
    requiresReview: payout.route === 'person',
    requestedAt: instantOf(payout.requested_at),
  };
  switch (topic) {
    case 'withdrawal.approved':
      return { ...same, approvedAt: at, approvedBy: data.approved_by ?? 'person', policyVersion: data.policy_version ?? null };
    case 'withdrawal.completed':
      return { ...same, completedAt: at, provider: data.provider ?? null, providerRef: data.provider_ref ?? null };
    case 'withdrawal.rejected':
      return { ...same, rejectedAt: at, reason: event.reason };
    case 'withdrawal.failed':
      return { ...same, failedAt: at, reason: event.reason, returned: data.returned ?? false };
    default:
      return same;
  }
}

function violationData(event: OutboundEvent, data: Said, { account, violation }: OutboundFacts): Record<string, unknown> {
  const state = { 'rule.violation-detected': 'provisional', 'rule.violation-confirmed': 'confirmed' }[event.kind] ?? 'withdrawn';
  return {
    violationId: data.violation_id,
    accountId: account?.id,
    userId: account?.trader_id,
    rule: data.rule,
    instance: data.instance ?? 0,
    subject: data.subject ?? '',
    severity: data.severity,
    state,
    measured: figure(data.measured),
    threshold: figure(data.threshold),
    unit: data.unit ?? null,
    breachedAt: instantOf(data.breached_at ?? event.occurred_at),
    detectedAt: instantOf(violation?.detected_at ?? event.occurred_at),
  };
}
