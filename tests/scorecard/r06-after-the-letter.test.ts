// R6: a trade that belongs before a breach and arrives after it was found: within the grace it takes the verdict back and the letter stays;
// after the letter has left nothing flips silently, a person is asked every time, and no second letter goes out.
import { afterAll, beforeAll, expect } from 'vitest';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { parseNeutral } from '@/lib/trades/sources/neutral';
import { openShop, SqlOffice } from '../properties/sql-office';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { bytes, trade, type WireEvent } from '../trades/wire-samples';
import { IS_FULL, scoreRow } from './row';

const GRACE = 900;
const SECOND = 1_000;
const DELAYS: [name: string, ms: number][] = [
  ['1 s', SECOND],
  ['1 h', 3_600 * SECOND],
  ['3 d', 3 * 86_400 * SECOND],
];
const AT = Date.parse('2026-11-18T10:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();

interface Story {
  name: string;
  rules: Record<string, Record<string, unknown>[]>;
  before: WireEvent[];
  /** What belongs before the breach and undoes it. */
  late: WireEvent;
}
const pct = (share: string, of = 'initial') => ({ pct: share, of });
const loss = [trade('1', '0.00', iso(AT)), trade('3', '-5600.00', iso(AT + 7_200_000))];
const win = trade('2', '1200.00', iso(AT + 3_600_000));
const floor = (rule: string, params: Record<string, unknown>): Story => ({
  name: `${rule} ${JSON.stringify(params)}`,
  rules: { [rule]: [params] },
  before: loss,
  late: win,
});

const SHORT: Story[] = [
  floor('max-daily-loss', { limit: pct('0.05') }),
  floor('max-drawdown', { amount: pct('0.05') }),
  {
    name: 'the running share of consistency',
    rules: { consistency: [{ threshold: '0.50', running: { min_winning_trades: 3, consequence: 'fail' } }] },
    before: [trade('1', '100.00', iso(AT)), trade('3', '500.00', iso(AT + 3_600_000)), trade('4', '700.00', iso(AT + 7_200_000))],
    late: trade('2', '600.00', iso(AT - 3_600_000)),
  },
];
const FULL: Story[] = [
  ...SHORT,
  ...['equity', 'max_balance_equity', 'initial'].map((reference) => floor('max-daily-loss', { limit: pct('0.05'), reference })),
  floor('max-daily-loss', { limit: { abs: '5000.00' }, touch_is_breach: true }),
  floor('max-drawdown', { mode: 'trailing_eod_balance', amount: pct('0.05', 'hwm') }),
  floor('max-drawdown', { mode: 'static', amount: { abs: '5000.00' }, measure: 'balance' }),
  {
    name: 'a share of short trades',
    rules: { 'tick-scalping': [{ min_s: 660, max_short_count_share: '0.60', consequence: 'fail' }] },
    before: [
      trade('1', '10.00', iso(AT), { opened_at: iso(AT - 900_000) }),
      trade('3', '10.00', iso(AT + 7_200_000)),
      trade('4', '10.00', iso(AT + 7_300_000)),
    ],
    late: trade('2', '10.00', iso(AT + 3_600_000), { opened_at: iso(AT) }),
  },
];

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await db?.close();
});

async function open({ rules }: Story) {
  const document = {
    format: 'rule-set/1',
    code: 'late',
    version: 1,
    currency: 'USD',
    initial_balance: '100000.00',
    reset: { tz: 'UTC', time: '00:00' },
    rules,
  };
  const compiled = compileRuleSet(document);
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  const shop = await openShop(db.sql, { document, initial: 10_000_000n, currency: 'USD' }, GRACE);
  return SqlOffice.open(shop, compiled.value, '2026-11-10T00:00:00.000Z');
}

async function tell(office: SqlOffice, wire: WireEvent, now: number): Promise<void> {
  const parsed = parseNeutral(bytes(wire));
  const event = parsed.ok ? parsed.events[0] : undefined;
  if (event?.outcome !== 'read') throw new Error('the story is not readable');
  await office.deliver([{ index: 0, draft: event.draft }], iso(now));
}

interface Now {
  status: string;
  trading_off_reason: string | null;
  verdict: string;
  letters: string[];
  reviews: number;
}
async function look(office: SqlOffice): Promise<Now> {
  const { rows } = await db.sql.query<Now>(
    `select a.status, a.trading_off_reason,
       (select v.state from public.risk_violations v where v.account_id = a.id and v.outcome = 'breach' order by v.breached_at, v.id limit 1) as verdict,
       (select coalesce(json_agg(m.state order by m.id), '[]') from public.mail_deliveries m where m.account_id = a.id and m.message = 'rule-violation') as letters,
       (select count(*)::int from public.reviews r where r.account_id = a.id and r.kind = 'verdict_changed' and r.state = 'open') as reviews
     from public.accounts a where a.id = $1`,
    [office.accountId],
  );
  if (!rows[0]) throw new Error('no account');
  return rows[0];
}

/** Confirms what is due and lets the letter leave. */
async function letterLeaves(office: SqlOffice, now: number): Promise<void> {
  const id = [office.accountId];
  const held = await db.sql.query<{ id: string }>(
    `select id from public.risk_violations where account_id = $1 and state = 'provisional'`,
    id,
  );
  for (const row of held.rows) await db.sql.query('select public.confirm_violation($1, $2)', [row.id, iso(now)]);
  const mails = await db.sql.query<{ id: string }>(`select id from public.mail_deliveries where account_id = $1 and state = 'queued'`, id);
  for (const row of mails.rows) {
    await db.sql.query('select public.begin_mail($1, $2)', [row.id, iso(now)]);
    await db.sql.query('select public.settle_mail($1)', [
      JSON.stringify({ id: row.id, state: 'sent', provider_id: row.id, now: iso(now) }),
    ]);
  }
}

scoreRow(
  {
    row: 'R6',
    what: 'a late trade after the verdict and after the letter',
    target: 'provisional rules hold; 0 silent flips; a review every time',
    short: { stories: SHORT },
    full: { stories: FULL },
    faults: ['taken back within the grace', 'contested after the letter'],
  },
  async ({ volume, met }) => {
    for (const story of volume.stories) {
      const found = AT + 7_400_000;
      const kind = async (): Promise<SqlOffice> => {
        const office = await open(story);
        for (const wire of story.before) await tell(office, wire, found);
        expect([story.name, await look(office)]).toEqual([
          story.name,
          { status: 'active', trading_off_reason: 'rule-violation', verdict: 'provisional', letters: ['queued'], reviews: 0 },
        ]);
        return office;
      };
      const soon = await kind();
      await tell(soon, story.late, found + SECOND);
      expect([story.name, await look(soon)]).toEqual([
        story.name,
        { status: 'active', trading_off_reason: null, verdict: 'withdrawn', letters: ['voided'], reviews: 0 },
      ]);
      // What was due is asked again, and finds that nothing is left to confirm or to send.
      await letterLeaves(soon, found + GRACE * SECOND);
      expect(await look(soon)).toMatchObject({ status: 'active', verdict: 'withdrawn', letters: ['voided'] });
      met('taken back within the grace');
      for (const [delay, ms] of DELAYS) {
        const office = await kind();
        const left = found + GRACE * SECOND;
        await letterLeaves(office, left);
        expect(await look(office)).toMatchObject({ status: 'failed', verdict: 'confirmed', letters: ['sent'], reviews: 0 });
        await tell(office, story.late, left + ms);
        const now = await look(office);
        expect([story.name, delay, now]).toEqual([
          story.name,
          delay,
          { status: 'failed', trading_off_reason: 'rule-violation', verdict: 'contested', letters: ['sent'], reviews: 1 },
        ]);
        met('contested after the letter');
      }
    }
    // The stories were made due at times of their own; only what is asked by the wall clock is left out here.
    const broken = (await db.sql.query<{ invariant: string }>('select invariant from private.check_all()')).rows;
    expect(broken.filter(({ invariant }) => !/^no (mail|verdict) /.test(invariant))).toEqual([]);
    expect(IS_FULL ? volume.stories.length : FULL.length).toBe(FULL.length);
  },
);
