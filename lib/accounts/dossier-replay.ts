// The dossier of one account: everything a dispute needs, told again from the account's first event and read in one instant under the
// reader's own role. The judge's part is small and held in memory; trades and the like are handed on row by row as they are read.
import type { PoolClient } from 'pg';
import { accountColumns } from '@/lib/accounts/assessment';
import { sectionsFor, TRADE_COLUMNS, type DossierSection } from '@/lib/accounts/dossier';
import { canonicalJson } from '@/lib/canonical-json';
import { instantText } from '@/lib/day';
import { asDownloader } from '@/lib/lists/read';
import { assess, bindingState } from '@/lib/rules/assess';
import { ENGINE_VERSION } from '@/lib/rules/engine-version';
import { fold } from '@/lib/rules/evolve';
import { EVENT_CLASS, orderKey } from '@/lib/rules/order';
import type { Facts, FoldEvent } from '@/lib/rules/types';
import type { StaffActor } from '@/lib/staff/actor';
import { movesOf } from '@/lib/trades/rule-moves';
import { loadWhole } from '@/lib/trades/whole-replay';
import type { ViolationDetail } from '@/lib/violations/read';
import { explainWithin, retold, type Retold } from '@/lib/violations/why-replay';

const ATTEMPTS = 5;
const BATCH = 500;

export type Row = Record<string, unknown>;
export type DossierCore = Awaited<ReturnType<typeof coreOf>>;

const ACCOUNT = `select id, login, platform, server, status, currency, initial_balance_cents, profit_split_bps, challenge_title, phase_name, is_live, rule_set_id, rule_set_code,
  rule_set_version, activated_at, closed_at, closure_reason, trading_off_reason, trading_off_until, copy_flag, data_source, created_at, opened_from_account_id, version,
  trader_id from public.accounts_list where id = $1`;
const TRADER = 'select id, full_name, email, country, kyc_status from public.traders_list where id = $1';
const RULES =
  'select id, code, version, state, currency, initial_balance_cents::bigint, checksum, effective_from, published_at, rules as written from public.rule_sets where id = any($1) order by version, id';
const VIOLATIONS = `select l.*, v.engine from public.violations_list l join public.risk_violations v on v.id = l.id where l.account_id = $1
  order by l.breached_at, l.raised_key, l.id`;

/** Rows as Postgres writes them: figures keep every digit, instants are in UTC. */
const asJson = (statement: string) => `select to_jsonb(row)::text as text from (${statement}) row`;

async function rowsOf(sql: PoolClient, statement: string, value: unknown): Promise<Row[]> {
  const { rows } = await sql.query<{ text: string }>(asJson(statement), [value]);
  return rows.map(({ text }) => JSON.parse(text) as Row);
}

async function coreOf(sql: PoolClient, told: Retold, account: Row, actor: StaffActor) {
  const violations = (await rowsOf(sql, VIOLATIONS, account.id)) as unknown as ViolationDetail[];
  const moves = movesOf(told.account.events);
  const versions = [told.account.rule_set_id, ...moves.map((move) => move.from_rule_set_id), ...violations.map((one) => one.rule_set_id)];
  const rules = await rowsOf(sql, RULES, [...new Set(versions)]);
  const written = new Map(rules.map((one) => [one.id, one.written]));
  const [trader] = await rowsOf(sql, TRADER, account.trader_id);
  return {
    format: 'dossier/1' as const,
    engine: ENGINE_VERSION,
    account,
    trader: trader ?? null,
    rules,
    rule_moves: moves.map(({ at, from_rule_set_id, to_rule_set_id }) => ({ at: instantText(at), from_rule_set_id, to_rule_set_id })),
    standing: standingOf(told),
    verdicts: violations.map((stored) => {
      const { derivation, agrees } = explainWithin(told, stored, written.get(stored.rule_set_id) ?? null);
      return { stored, agrees, derivation };
    }),
    equity: told.folded.steps.flatMap((step) => step.moments).map((one) => ({ ...one, at: instantText(one.at) })),
    left_out: sectionsFor(actor.role).left_out,
  };
}

/** Where the account stands when it is told again, beside what was stored of it. A batch may have moved its clock on past its last event. */
function standingOf({ account, ruleSet, market, folded }: Retold) {
  const stored = account.facts;
  const figures = (facts: Facts) => {
    const states = assess(facts, ruleSet, market);
    const { facts: whole, last_event_at, ...columns } = accountColumns(facts, states, bindingState(states));
    return { ...columns, clock: last_event_at, events_to: whole.last_key };
  };
  const at = stored?.at ?? folded.facts.at;
  const tick: FoldEvent = { kind: 'clock', key: orderKey(BigInt(at) * 1000n, EVENT_CLASS.clock, 'now'), at, id: 'now' };
  const later = at > folded.facts.at ? fold(folded.facts, [tick], ruleSet, { market }).facts : folded.facts;
  const told = { ...figures(later), events_to: folded.facts.last_key };
  const agrees =
    stored === null ? null : canonicalJson({ ...figures(stored), events_to: '' }) === canonicalJson({ ...told, events_to: '' });
  return { events: account.events.length, told_again: told, agrees_with_stored: agrees };
}

/**
 * Runs `work` on the account as it is in one instant, as the reader; null where there is no such account for them. What the judge reads and
 * what the reader sees come over two connections, so an account that was written in between is read again.
 */
async function inOneInstant<T>(
  actor: StaffActor,
  accountId: string,
  work: (sql: PoolClient, core: DossierCore) => Promise<T>,
): Promise<T | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const whole = await loadWhole(accountId);
    if (!whole) return null;
    const told = retold(whole);
    const done = await asDownloader(actor.id, async (sql) => {
      await sql.query(`set local timezone to 'UTC'`);
      const [account] = await rowsOf(sql, ACCOUNT, accountId);
      if (!account) return 'none' as const;
      if (account.version !== whole.account.version) return 'moved' as const;
      return { value: await work(sql, await coreOf(sql, told, account, actor)) };
    });
    if (done === 'none') return null;
    if (done !== 'moved') return done.value;
  }
  throw new Error('The account kept changing while its dossier was read.');
}

/** Writes the whole dossier as JSON, in order and with bounded memory; false where there is no such account for this reader. */
export async function writeDossier(actor: StaffActor, accountId: string, write: (text: string) => Promise<unknown>): Promise<boolean> {
  const written = await inOneInstant(actor, accountId, async (sql, core) => {
    // The judge's part with its keys in order, left open for what follows a line a row.
    const { equity, ...head } = core;
    await write(`${canonicalJson(head, 1).replace(/\n}$/, '')},\n "equity": [`);
    for (let at = 0; at < equity.length; at += BATCH) {
      const lines = equity.slice(at, at + BATCH).map((point) => `\n  ${canonicalJson(point)}`);
      await write(`${at === 0 ? '' : ','}${lines.join(',')}`);
    }
    await write('\n ]');
    for (const section of sectionsFor(actor.role).sections) await writeSection(sql, section, accountId, write);
    await write('\n}\n');
    return true;
  });
  return written === true;
}

async function writeSection(
  sql: PoolClient,
  { name, sql: statement }: DossierSection,
  accountId: string,
  write: (text: string) => Promise<unknown>,
) {
  await sql.query({ text: `declare told no scroll cursor for ${asJson(statement)}`, values: [accountId] });
  await write(`,\n "${name}": [`);
  for (let first = true; ;) {
    const { rows } = await sql.query<{ text: string }>(`fetch ${BATCH} from told`);
    if (rows.length === 0) break;
    await write(rows.map(({ text }, index) => `${first && index === 0 ? '' : ','}\n  ${text}`).join(''));
    first = false;
  }
  await sql.query('close told');
  await write('\n ]');
}

/** How many trades a dossier on paper shows; the file holds them all. */
const TRADES_ON_PAPER = 1_000;
const ROWS_ON_PAPER = 2_000;

export interface PaperSection {
  name: string;
  title: string;
  columns: readonly string[];
  rows: Row[];
  total: number;
}

/** The same for paper: the newest trades and every one a verdict rests on, and of anything else as much as somebody can leaf through. */
export async function readPaper(actor: StaffActor, accountId: string): Promise<{ core: DossierCore; sections: PaperSection[] } | null> {
  return inOneInstant(actor, accountId, async (sql, core) => {
    const named = core.verdicts.flatMap(({ derivation }) => derivation?.events.map((one) => one.external_id) ?? []);
    const sections: PaperSection[] = [];
    for (const { name, title, paper, sql: statement } of sectionsFor(actor.role).sections) {
      const counted = await sql.query<{ total: number }>(`select count(*)::int as total from (${statement}) row`, [accountId]);
      const rows =
        name === 'trades'
          ? await tradesOnPaper(sql, accountId, named)
          : await rowsOf(sql, `${statement} limit ${ROWS_ON_PAPER}`, accountId);
      sections.push({ name, title, columns: paper, rows, total: counted.rows[0]?.total ?? rows.length });
    }
    return { core, sections };
  });
}

async function tradesOnPaper(sql: PoolClient, accountId: string, named: string[]): Promise<Row[]> {
  const ranked = `select ${TRADE_COLUMNS}, row_number() over (order by close_time desc, id desc) as place from public.trades_list where account_id = $1`;
  const chosen = `select to_jsonb(row) - 'place' as text from (${ranked}) row where place <= ${TRADES_ON_PAPER} or external_id = any($2) order by close_time, id`;
  const { rows } = await sql.query<{ text: Row }>(chosen, [accountId, named]);
  return rows.map(({ text }) => text);
}
