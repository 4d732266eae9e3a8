// The part of the permission matrix that no key reaches: everything of the schema `private`. Whatever stands in `public` is declared once,
// in tests/access/relations.ts and tests/access/functions.ts, and asked there through the API and here by SQL.

/** Tables and views of `private`: nobody but the owner reads them, not even the service. */
export const PRIVATE_RELATIONS: readonly string[] = [
  'private.account_behaviour',
  'private.account_journeys',
  'private.batch_progress',
  'private.consistency_by_account',
  'private.declared_grants',
  'private.equity_marks_default',
  'private.ingest_counters',
  'private.issued_logins',
  'private.mail_addresses',
  'private.mail_messages',
  'private.mail_notices',
  'private.mail_unsubscribes',
  'private.mail_warnings',
  'private.market_state',
  'private.outbound_cursor',
  'private.payout_edges',
  'private.rate_windows',
  'private.refusal_hours',
  'private.request_seals',
  'private.risk_book',
  'private.rule_set_certificates',
  'private.simulated_transfers',
  'private.statistics_refreshed',
  'private.trader_activity',
  'private.worker_beats',
];

/** Functions of `private` somebody besides the owner may execute, because policies and views call them; every other one is the owner's. */
const BOTH = ['authenticated', 'service_role'];
export const PRIVATE_FUNCTIONS: Record<string, string[]> = {
  'private.activity_of': BOTH,
  'private.contact_email': BOTH,
  'private.delivery_address': BOTH,
  'private.ended_as': BOTH,
  'private.ended_on': BOTH,
  'private.is_staff': BOTH,
  'private.major': BOTH,
  'private.minor_digits': BOTH,
  'private.network_of_origin': BOTH,
  'private.sees_contact': BOTH,
  'private.sees_addresses': BOTH,
  'private.shown_address': BOTH,
  'private.staff_role': BOTH,
  'private.stage_name': BOTH,
  'private.stages_of': BOTH,
  'private.trader_id': BOTH,
  'private.uid': BOTH,
};
