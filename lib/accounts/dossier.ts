// What a dossier holds beside the judge's own part: one line per section, its rows in an order that never changes, so that the same account
// gives the same bytes. Every statement runs under the reader's own role: what they may not read is left out, and said to be.
import { STAFF_ROLES, readersOf, type StaffRole } from '@/lib/staff/roles';

export interface DossierSection {
  name: string;
  /** Its heading on paper. */
  title: string;
  /** One parameter: the account. Columns that depend on the hour of asking are not among them. */
  sql: string;
  /** The columns a sheet of A4 has room for, in the order they are read; the file has them all. */
  paper: readonly string[];
  mayRead: readonly StaffRole[];
}

/** A dossier is made of trades, so whoever does not read those has none. */
export const DOSSIER_READERS = readersOf('/trades');
const DOSSIER_EVENT = 'staff.dossier-exported';

/** What happened to the account. Letters are a section of their own; sign-ins and notes among staff are no part of a dispute. */
const TOLD = "kind !~ '^(mail|auth|access|note|notice)[.]'";
const MAIL_READERS: readonly StaffRole[] = ['support', 'risk', 'config', 'admin', 'auditor'];
const APPROVAL_READERS: readonly StaffRole[] = ['finance', 'risk', 'admin', 'auditor'];

export const TRADE_COLUMNS =
  'id, external_id, ticket_number, position_id, symbol, type, lots, volume_unit, open_price, close_price, stop_loss, take_profit, open_time, close_time, ' +
  'hold_seconds, profit_loss_cents, commission_cents, swap_cents, fee_cents, net_profit_cents, booked_cents, magic_number, comment, close_reason, ' +
  'is_final_slice, is_late, is_reversed, reverses_id, supersedes_id, inbox_id';

const TRADES_SQL = `select ${TRADE_COLUMNS} from public.trades_list where account_id = $1 order by close_time, id`;

const DOSSIER_SECTIONS: readonly DossierSection[] = [
  {
    name: 'days',
    title: 'Trading days',
    sql: `select trading_day, starts_at, ends_at, start_balance_cents::bigint, start_equity_cents::bigint, pnl_cents::bigint, trades, wins, losses, lots, floors, is_breached
      from public.daily_stats where account_id = $1 order by trading_day`,
    paper: [
      'trading_day',
      'start_balance_cents',
      'start_equity_cents',
      'pnl_cents',
      'trades',
      'wins',
      'losses',
      'lots',
      'floors',
      'is_breached',
    ],
    mayRead: STAFF_ROLES,
  },
  {
    name: 'marks',
    title: 'Equity as it was reported, half an hour around each breach',
    sql: `select distinct m.minute, m.open_cents::bigint, m.high_cents::bigint, m.high_at, m.low_cents::bigint, m.low_at, m.close_cents::bigint, m.close_at
      from (select distinct breached_at from public.risk_violations where account_id = $1 and outcome = 'breach') v
      join public.equity_marks m on m.account_id = $1 and m.minute between v.breached_at - interval '30 minutes' and v.breached_at + interval '30 minutes' order by m.minute`,
    paper: ['minute', 'open_cents', 'high_cents', 'high_at', 'low_cents', 'low_at', 'close_cents', 'close_at'],
    mayRead: STAFF_ROLES,
  },
  {
    name: 'trades',
    title: 'Trades',
    sql: TRADES_SQL,
    paper: [
      ...['external_id', 'symbol', 'type', 'lots', 'open_time', 'open_price', 'stop_loss', 'close_time', 'close_price', 'net_profit_cents'],
      ...['is_late', 'is_reversed'],
    ],
    mayRead: DOSSIER_READERS,
  },
  {
    name: 'positions',
    title: 'Open positions, as last reported',
    sql: `select position_id, symbol, side, lots, open_price, stop_loss, take_profit, opened_at, floating_cents, reported_at from public.positions_list
      where account_id = $1 order by position_id`,
    paper: ['position_id', 'symbol', 'side', 'lots', 'open_price', 'stop_loss', 'take_profit', 'opened_at', 'floating_cents'],
    mayRead: DOSSIER_READERS,
  },
  {
    name: 'operations',
    title: 'Balance operations',
    sql: `select external_id, kind, amount_cents::bigint, affects_profit, reference, comment, is_expected, occurred_at from public.balance_operations where account_id = $1 order by occurred_at, external_id`,
    paper: ['occurred_at', 'external_id', 'kind', 'amount_cents', 'reference', 'comment'],
    mayRead: STAFF_ROLES,
  },
  {
    name: 'conflicts',
    title: 'Messages that contradicted an earlier one',
    sql: `select kind, external_id, stored_sha256, received_sha256, received, created_at from public.ingest_conflicts where account_id = $1 order by created_at, kind, external_id`,
    paper: ['created_at', 'kind', 'external_id', 'received'],
    mayRead: STAFF_ROLES,
  },
  {
    name: 'decisions',
    title: 'What was decided, by whom and why',
    // Who took this very file out stands in the audit; in here it would make each file differ from the one before.
    sql: `select id, kind, occurred_at, actor_kind, actor_id, actor_name, reason, data from public.timeline
      where account_id = $1 and ${TOLD} and kind <> '${DOSSIER_EVENT}' order by id`,
    paper: ['occurred_at', 'kind', 'actor_kind', 'actor_name', 'reason', 'data'],
    mayRead: STAFF_ROLES,
  },
  {
    name: 'second_persons',
    title: 'Deeds that needed a second person',
    sql: `select id, from_status, to_status, reason, requested_by, requested_at, decided_by, decided_at, state, used_at from public.account_decisions
      where account_id = $1 order by requested_at, id`,
    paper: ['requested_at', 'from_status', 'to_status', 'reason', 'state', 'decided_at'],
    mayRead: STAFF_ROLES,
  },
  {
    name: 'reviews',
    title: 'Reviews this role sees',
    sql: `select id, kind, rule, state, reason, evidence, created_at, due_at, requested_by_name, decided_by_name, decided_at, decision_reason, choice from public.reviews_list
      where account_id = $1 order by created_at, id`,
    paper: ['created_at', 'kind', 'reason', 'state', 'decided_by_name', 'decided_at', 'decision_reason'],
    mayRead: STAFF_ROLES,
  },
  {
    name: 'letters',
    title: 'Letters',
    sql: `select id, message, subject, template_version, to_email, state, state_reason, violation_id, run_at, sent_at, told_at from public.deliveries_list
      where account_id = $1 and not is_test order by created_at, id`,
    paper: ['run_at', 'message', 'subject', 'to_email', 'state', 'state_reason', 'sent_at'],
    mayRead: MAIL_READERS,
  },
  {
    name: 'payouts',
    title: 'Payouts',
    sql: `select id, state, requested_cents, gross_cents, firm_cents, entitled_cents, currency, split_bps, route, provider, provider_ref, beneficiary_masked, rejection_reason,
      hold_reason, checks, requested_at, approved_at, sent_at, settled_at from public.payouts_list where account_id = $1 order by requested_at, id`,
    paper: [
      'requested_at',
      'requested_cents',
      'gross_cents',
      'entitled_cents',
      'state',
      'provider',
      'beneficiary_masked',
      'approved_at',
      'settled_at',
      'rejection_reason',
    ],
    mayRead: readersOf('/payouts'),
  },
  {
    name: 'payout_approvals',
    title: 'Who approved a payout',
    sql: `select x.payout_id, x.kind, x.approver_id, x.setting_key, x.setting_version, encode(x.digest, 'hex') as digest, x.approved_at from public.payout_approvals x
      join public.payouts p on p.id = x.payout_id where p.account_id = $1 order by x.payout_id, x.approved_at, x.id`,
    paper: ['approved_at', 'kind', 'approver_id', 'digest'],
    mayRead: APPROVAL_READERS,
  },
];

/** The sections a role has, and in words what it has not. */
export function sectionsFor(role: StaffRole): { sections: DossierSection[]; left_out: Record<string, string> } {
  const sections = DOSSIER_SECTIONS.filter((section) => section.mayRead.includes(role));
  const missing = DOSSIER_SECTIONS.filter((section) => !section.mayRead.includes(role));
  return { sections, left_out: Object.fromEntries(missing.map(({ name }) => [name, `The role ${role} does not read these.`])) };
}

/** Mails and files name it by the login, made safe for any disk. */
export const dossierFile = (login: string, extension: string): string => `dossier-${login.replaceAll(/[^\w.-]/g, '_')}.${extension}`;
