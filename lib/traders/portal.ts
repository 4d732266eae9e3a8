// A trader's own accounts as the portal shows them. Pure: rows from the view in, what a phone shows out. It compares nothing with a
// limit: state, share and room are what the judge wrote down.
import { z } from 'zod';
import { TO_REACH } from '@/lib/rules/rule-name';

const RISK_STATES = ['safe', 'caution', 'critical', 'violated', 'unknown'] as const;
const riskState = z.enum(RISK_STATES).catch('unknown');

const afterReset = z.object({ at: z.union([z.string(), z.number()]), limit: z.number(), headroom: z.number() });

/** Only what the portal shows of a rule's state; whatever else the judge says stays unread here. */
const ruleState = z.object({
  rule: z.string(),
  instance: z.number(),
  consequence: z.string(),
  outcome: z.string(),
  status: z.enum([...RISK_STATES, 'none']).catch('unknown'),
  unit: z.string(),
  measured: z.number().nullable(),
  limit: z.number().nullable(),
  headroom: z.number().nullable(),
  used_bps: z.number().nullable(),
  message: z.string(),
  after_reset: afterReset.nullable().catch(null),
});
export type PortalRule = z.output<typeof ruleState>;

const portalAccount = z.object({
  id: z.string(),
  login: z.string(),
  status: z.string(),
  risk_state: riskState,
  is_alive: z.boolean(),
  headroom_cents: z.number().nullable(),
  used_bps: z.number().nullable(),
  nearest_rule: z.string().nullable(),
  rule_states: z.array(ruleState).catch([]),
  challenge_title: z.string().nullable(),
  phase_name: z.string().nullable(),
  currency: z.string(),
  initial_balance_cents: z.number(),
  balance_cents: z.number().nullable(),
  equity_cents: z.number().nullable(),
  high_water_cents: z.number().nullable(),
  cumulative_profit_cents: z.number().nullable(),
  profit_split_bps: z.number().nullable(),
  trading_off_reason: z.string().nullable(),
  trading_off_until: z.string().nullable(),
  last_event_at: z.string().nullable(),
  /** Since when nothing is known of its feed; null while it is heard. */
  feed_stale_since: z.string().nullable(),
  /** The zone whose clock ends its days. */
  server_zone: z.string().nullable(),
  rule_set_id: z.string(),
  rule_set_code: z.string().nullable(),
  rule_set_version: z.number().nullable(),
});
export type PortalAccount = z.output<typeof portalAccount>;

/** The columns of `accounts_list` that the portal reads. */
export const PORTAL_COLUMNS = Object.keys(portalAccount.shape).join(', ');

export function portalAccounts(rows: unknown): PortalAccount[] {
  return weakestFirst(z.array(portalAccount).parse(rows ?? []));
}

/** Living accounts by money left, ascending; the unknown after them, and the ended last. */
function weakestFirst(accounts: PortalAccount[]): PortalAccount[] {
  const rank = (account: PortalAccount) => (!account.is_alive ? 2 : account.headroom_cents === null ? 1 : 0);
  return [...accounts].sort(
    (a, b) => rank(a) - rank(b) || (a.headroom_cents ?? 0) - (b.headroom_cents ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/** The rules that end an account, measured in money: the floors of the card. */
export function floorsOf(account: PortalAccount): PortalRule[] {
  return account.rule_states.filter((state) => state.unit === 'cents' && state.consequence === 'fail' && state.headroom !== null);
}

/** What there is to reach or to keep: everything but the floors, the things to reach first. */
export function progressOf(account: PortalAccount): PortalRule[] {
  const floors = new Set(floorsOf(account));
  const rank = ({ rule }: PortalRule) => (TO_REACH.indexOf(rule) + TO_REACH.length + 1) % (TO_REACH.length + 1);
  return account.rule_states.filter((state) => !floors.has(state)).sort((a, b) => rank(a) - rank(b));
}

/** The day's end that comes first, and the room it would leave: what is asked before holding a position through it. */
export function nextReset(account: PortalAccount): string | null {
  const ends = account.rule_states.flatMap(({ after_reset }) => (after_reset ? [new Date(after_reset.at).toISOString()] : []));
  return ends.sort()[0] ?? null;
}

const portalViolation = z.object({
  id: z.string(),
  rule: z.string(),
  instance: z.number(),
  state: z.enum(['provisional', 'confirmed', 'contested', 'withdrawn']),
  severity: z.string(),
  outcome: z.string(),
  consequence: z.string(),
  unit: z.string(),
  measured_value: z.coerce.number().nullable(),
  threshold_value: z.coerce.number().nullable(),
  message: z.string().nullable(),
  breached_at: z.string(),
  rule_set_code: z.string().nullable(),
  rule_set_version: z.number().nullable(),
  evidence: z.array(z.object({ label: z.string(), value: z.string() })).catch([]),
});
export type PortalViolation = z.output<typeof portalViolation>;
export const PORTAL_VIOLATION_COLUMNS = Object.keys(portalViolation.shape).join(', ');

export function portalViolations(rows: unknown): PortalViolation[] {
  return z.array(portalViolation).parse(rows ?? []);
}

const KYC_STATES = ['none', 'pending', 'retry', 'approved', 'rejected', 'expired'] as const;
export type KycState = (typeof KYC_STATES)[number];
export const kycState = z.enum(KYC_STATES);

/** The reset by which the account's days turn, from the rules as bought. */
const header = z.object({ reset: z.object({ tz: z.string() }) });
export const serverZoneOf = (document: unknown): string | null => header.safeParse(document).data?.reset.tz ?? null;
