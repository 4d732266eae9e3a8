// The same office on the real database: messages are loaded, judged and recorded by the very functions the door calls, with the time as
// an argument, and what they left behind is read back from the tables people query.
import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { LoadedAccount } from '@/lib/accounts/loaded';
import type { RuleSet } from '@/lib/rules/types';
import { judgeAccount } from '@/lib/trades/judge-account';
import { loadSpecOf, partsOf } from '@/lib/trades/message-parts';
import type { PlacedDraft } from '@/lib/trades/admit';
import { ACCOUNT } from '../trades/wire-samples';
import type { Book } from './rule-books';

export interface Shop {
  sql: Pool;
  connectionId: string;
  phaseId: string;
  challengeId: string;
}

/** A firm with one challenge whose phase sells the book, and a connection with this grace. */
export async function openShop(sql: Pool, book: Pick<Book, 'document' | 'initial' | 'currency'>, graceSeconds: number): Promise<Shop> {
  const [connectionId, challengeId, phaseId, slug] = [randomUUID(), randomUUID(), randomUUID(), `shop-${randomUUID().slice(0, 8)}`];
  await sql.query(
    `insert into public.connections (id, slug, kind, platform, server, confirm_grace_seconds) values ($1, $2, 'neutral', 'mt5', $2, $3)`,
    [connectionId, slug, graceSeconds],
  );
  await sql.query(
    `insert into public.challenge_types (id, title, steps, kind, product_id, account_size_cents, currency) values ($1, $2, 1, 'classic', $2, $3, $4)`,
    [challengeId, slug, String(book.initial), book.currency],
  );
  await sql.query(`insert into public.phases (id, challenge_type_id, position, name) values ($1, $2, 1, 'Evaluation')`, [
    phaseId,
    challengeId,
  ]);
  await publish(sql, phaseId, book, '2026-01-01');
  return { sql, connectionId, phaseId, challengeId };
}

export async function publish(
  sql: Pool,
  phaseId: string,
  book: Pick<Book, 'document' | 'initial' | 'currency'>,
  from: string,
): Promise<void> {
  await sql.query(
    `insert into public.rule_sets (phase_id, code, version, initial_balance_cents, currency, rules, state, effective_from, published_at)
     values ($1, $2, $3, $4, $5, $6, 'published', $7, $7)`,
    [phaseId, book.document.code, book.document.version, String(book.initial), book.currency, JSON.stringify(book.document), from],
  );
}

export class SqlOffice {
  private constructor(
    private readonly shop: Shop,
    private readonly ruleSet: RuleSet,
    readonly accountId: string,
  ) {}

  static async open(shop: Shop, ruleSet: RuleSet, activatedAt: string): Promise<SqlOffice> {
    const login = randomUUID().slice(0, 12);
    const who = { email: `${login}@trader.test`, full_name: 'Ada Story' };
    const p = { ...ACCOUNT, ...who, login, connection_id: shop.connectionId, challenge_type_id: shop.challengeId, now: activatedAt };
    const { rows } = await shop.sql.query<{ a: { account_id: string } }>('select public.open_account($1::jsonb) as a', [JSON.stringify(p)]);
    return new SqlOffice(shop, ruleSet, rows[0]?.a.account_id ?? '');
  }

  /** One message, judged and recorded at `now`. */
  async deliver(told: PlacedDraft[], now: string): Promise<void> {
    const [part] = partsOf(told.map(({ draft }) => ({ outcome: 'read' as const, draft }))).parts;
    if (!part) return;
    const { platform: _p, server: _s, login: _l, ...spec } = loadSpecOf(part);
    const loaded = await this.ask<{ accounts: LoadedAccount[] }>('load_assessment', {
      accounts: [{ account_id: this.accountId, ...spec }],
    });
    const account = loaded.accounts[0];
    if (!account) throw new Error('the account is not there');
    const message = { placed: part.placed, inbox_id: null, message_id: 'm', source: 'webhook' as const, received_at: now };
    const { record } = judgeAccount(account, message, this.ruleSet);
    if (!record) return;
    const answer = await this.ask<{ accounts: { outcome: string; message?: string }[] }>('record_assessment', {
      now,
      accounts: [record],
      messages: [],
    });
    const [told_] = answer.accounts;
    if (told_?.outcome !== 'recorded') throw new Error(`not recorded: ${JSON.stringify(told_)}`);
  }

  private async ask<T>(name: string, p: unknown): Promise<T> {
    const { rows } = await this.shop.sql.query<{ a: T }>(`select public.${name}($1::jsonb) as a`, [JSON.stringify(p)]);
    const answer = rows[0]?.a;
    if (answer === undefined) throw new Error(`${name} said nothing`);
    return answer;
  }

  /** Everything that may not depend on the order of delivery; serial numbers, versions and times of writing left out. */
  async standing(): Promise<Record<string, unknown>> {
    const read = async (text: string): Promise<unknown> => (await this.shop.sql.query(text, [this.accountId])).rows;
    return {
      // That the target was reached is acted on in the hour it is heard, and a person decides what follows: it is no state of the history.
      account: await read(
        `select status, nullif(trading_off_reason, 'target-reached') as trading_off_reason, trading_off_until from public.accounts where id = $1`,
      ),
      facts: await read(
        "select to_jsonb(f) - array['account_id', 'facts_version', 'created_at', 'updated_at'] as row from public.account_facts f where account_id = $1",
      ),
      trades: await read(
        `select t.external_id, t.type, t.booked_cents::text, t.net_profit_cents::text, r.external_id as reverses from public.trades t
           left join public.trades r on r.id = t.reverses_id where t.account_id = $1 order by t.external_id collate "C", t.booked_cents`,
      ),
      operations: await read(
        'select external_id, kind, amount_cents::text from public.balance_operations where account_id = $1 order by external_id collate "C"',
      ),
      positions: await read(
        `select to_jsonb(p) - array['id', 'account_id', 'reported_at', 'created_at', 'updated_at'] as row from public.positions p where account_id = $1 order by position_id`,
      ),
      days: await read(
        `select to_jsonb(d) - array['id', 'account_id', 'created_at', 'updated_at'] as row from public.daily_stats d where account_id = $1 order by trading_day`,
      ),
      verdicts: await read(
        `select rule, instance, subject, outcome, consequence, severity, state, breached_at, until,
           jsonb_build_array(measured_value, threshold_value, percentage_bps, evidence, message, trade_ticket, raised_key) as figures
           from public.risk_violations where account_id = $1 and state <> 'withdrawn' order by 1, 2, 3, 4, breached_at`,
      ),
      questions: await read(
        `select rule from public.reviews where account_id = $1 and kind = 'violation' and state in ('open', 'claimed') order by rule`,
      ),
      letters: await read(
        `select m.message, m.state, v.rule, v.breached_at from public.mail_deliveries m join public.risk_violations v on v.id = m.violation_id
           where m.account_id = $1 and m.state <> 'voided' order by 1, 3, 4`,
      ),
      marks: await read(
        "select to_jsonb(m) - array['account_id', 'created_at'] as row from public.equity_marks m where account_id = $1 order by minute",
      ),
      shares: await read(
        `select trade_ticket, trade_profit_cents::text, cumulative_profit_cents::text from public.trade_consistency_snapshot where account_id = $1 order by 1`,
      ),
    };
  }
}
