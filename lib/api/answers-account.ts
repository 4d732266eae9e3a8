// What the doors of accounts and trades answer. Loose on purpose: columns may be added, and a client must not break over one.
import { z } from 'zod';
import { components } from '@/lib/api/components';

export const instant = z.string().describe('An instant, ISO 8601 with its offset.');
export const moneyText = z.string().describe('Money in major units, as decimal text.');
const cents = z.int().nullable().describe('Minor units of the account’s currency.');
const json = z.unknown();

const ruleState = z
  .looseObject({
    rule: z.string().describe('The rule’s code, such as max-daily-loss.'),
    status: z
      .enum(['safe', 'caution', 'critical', 'violated', 'unknown', 'none'])
      .describe('unknown: the judge was not told enough; none: the rule has no distance to show.'),
    unit: z.string(),
    measured: z.number().nullable(),
    limit: z.number().nullable(),
  })
  .register(components, { id: 'RuleState', description: 'Where one rule of the account stands.' });

const snapshot = z
  .looseObject({
    id: z.string(),
    account_id: z.uuid(),
    timestamp: instant,
    equity: moneyText.nullable(),
    balance: moneyText.nullable(),
    realized_pnl: moneyText.nullable(),
    high_water_mark: moneyText.nullable(),
    open_positions: json,
    rule_states: z.array(ruleState).nullable(),
    created_at: instant,
  })
  .register(components, { id: 'Snapshot', description: 'Where an account stood at one instant.' });

const account = z
  .looseObject({
    id: z.uuid(),
    user_id: z.uuid().nullable().describe('The trader.'),
    platform: z.string(),
    account_id: z.string().describe('The login at the broker.'),
    account_name: z.string().nullable(),
    firm: z.string().describe('Code of the rule set it is judged under.'),
    account_type: z.string().nullable(),
    account_size: cents,
    rule_set_version: z.int(),
    is_active: z.boolean().nullable(),
    created_at: instant,
    updated_at: instant.nullable(),
    state: snapshot.nullable(),
  })
  .register(components, { id: 'Account', description: 'A trading account that is watched.' });

const trade = z
  .looseObject({
    id: z.uuid(),
    account_id: z.uuid(),
    external_id: z.string(),
    ticket_number: z.string(),
    position_id: z.string(),
    symbol: z.string(),
    type: z.enum(['buy', 'sell']).describe('The position’s side.'),
    lots: z.number(),
    volume_unit: z.string(),
    open_price: z.number(),
    close_price: z.number(),
    open_time: instant.nullable(),
    close_time: instant,
    profit_loss_cents: cents,
    commission_cents: cents,
    swap_cents: cents,
    fee_cents: cents,
    net_profit_cents: cents,
    is_late: z.boolean(),
    is_reversed: z.boolean().nullable(),
  })
  .register(components, {
    id: 'Trade',
    description: 'A closed slice of a position. Corrected by a reversal and a new row, never changed.',
  });

const day = z
  .looseObject({
    account_id: z.uuid(),
    trading_day: z.iso.date(),
    start_balance_cents: cents,
    start_equity_cents: cents,
    trades: z.int(),
    wins: z.int(),
    losses: z.int(),
    pnl_cents: cents,
    largest_win_cents: cents,
    largest_loss_cents: cents,
    is_breached: z.boolean(),
  })
  .register(components, { id: 'TradingDay', description: 'What a trading day of an account came to, by its own reset.' });

const finding = z
  .looseObject({
    rule: z.string(),
    instance: z.int(),
    subject: z.string().describe('The trade, symbol or group judged; empty for the account.'),
    severity: z.string(),
    message: z.string(),
    measured: z.string().nullable(),
    threshold: z.string().nullable(),
  })
  .register(components, { id: 'Finding', description: 'What a rule found, in major units and in words.' });
const ruleRoom = z.object({
  rule: z.string(),
  instance: z.int(),
  status: z.enum(['safe', 'warning', 'danger', 'violation', 'unknown']),
  used_percent: z.string().nullable(),
  left: z.string().nullable(),
});
const checkResult = z
  .looseObject({
    is_breached: z.boolean(),
    verdict: z.enum(['ok', 'warning', 'breach', 'unknown']),
    violations: z.array(finding),
    warnings: z.array(finding),
    outcome: z.enum(['recorded', 'duplicate']),
    provisional: z.boolean(),
    account_version: z.int(),
    metrics: z.looseObject({ balance: moneyText, equity: moneyText, cumulative_profit: moneyText, rules: z.array(ruleRoom) }),
  })
  .register(components, { id: 'RiskCheckResult', description: 'What the trade came to under the rules of its account.' });

/** A page of a list: `next_cursor` is null on the last one. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next_cursor: z.string().nullable() });

export const ACCOUNT_ANSWERS = { account, trade, day, snapshot, checkResult };
