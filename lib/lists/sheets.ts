// The columns of the files of those pages whose rows are no list of the database's own: each in the order its page shows them.
import type { CellKind, ExportColumn } from '@/lib/lists/definition';

const columns = (...all: [column: string, header: string, kind: CellKind][]): ExportColumn[] =>
  all.map(([column, header, kind]) => ({ column, header, kind }));

export const RISK_ACCOUNTS = columns(
  ['login', 'login', 'login'],
  ['status', 'status', 'text'],
  ['trader', 'trader', 'text'],
  ['challenge', 'challenge', 'text'],
  ['phase', 'phase', 'text'],
  ['code', 'rule set', 'text'],
  ['version', 'rule version', 'number'],
  ['opened_at', 'opened', 'when'],
  ['first_trade_at', 'first trade', 'when'],
  ['decided_at', 'decided', 'when'],
  ['ended_by', 'ended by', 'text'],
  ['account_id', 'account id', 'code'],
);

export const OPEN_REVIEWS = columns(
  ['kind', 'kind', 'text'],
  ['state', 'state', 'text'],
  ['login', 'login', 'login'],
  ['trader_name', 'trader', 'text'],
  ['rule', 'about', 'text'],
  ['reason', 'opened because', 'text'],
  ['challenge_title', 'challenge', 'text'],
  ['phase_name', 'phase', 'text'],
  ['created_at', 'opened', 'when'],
  ['due_at', 'due', 'when'],
  ['is_overdue', 'overdue', 'bool'],
  ['claimed_by_name', 'claimed by', 'text'],
  ['requested_by_name', 'asked by', 'text'],
  ['id', 'review id', 'code'],
);

export const STAFF = columns(
  ['full_name', 'name', 'text'],
  ['email', 'e-mail', 'text'],
  ['role', 'role', 'text'],
  ['is_active', 'active', 'bool'],
  ['last_login_at', 'last login', 'when'],
  ['sessions', 'open sessions', 'number'],
  ['created_at', 'since', 'when'],
  ['id', 'staff id', 'code'],
);

export const RUNS = columns(
  ['kind', 'run', 'text'],
  ['state', 'state', 'text'],
  ['started_at', 'started', 'when'],
  ['ended_at', 'ended', 'when'],
  ['total', 'accounts', 'number'],
  ['ok', 'judged', 'number'],
  ['failed', 'failed', 'number'],
  ['skipped', 'skipped', 'number'],
  ['accountsPerSecond', 'accounts a second', 'number'],
  ['p95LatencyMs', 'p95 ms', 'number'],
  ['cacheHitRate', 'cache hits %', 'number'],
  ['circuitBreakerTrips', 'breaker trips', 'number'],
  ['id', 'run id', 'code'],
);

export const PRODUCTS = columns(
  ['title', 'product', 'text'],
  ['product_id', 'product id', 'code'],
  ['kind', 'kind', 'text'],
  ['steps', 'steps', 'number'],
  ['currency', 'currency', 'text'],
  ['account_size_cents', 'account size', 'money'],
  ['price_cents', 'price', 'money'],
  ['profit_split_bps', 'split %', 'bps'],
  ['phase_names', 'phases', 'text'],
  ['running', 'running accounts', 'number'],
  ['passed', 'passed', 'number'],
  ['failed', 'failed', 'number'],
  ['funded', 'funded', 'number'],
  ['sold', 'sold', 'number'],
  ['id', 'challenge id', 'code'],
);
