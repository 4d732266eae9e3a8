// The market reaches the judge by every way in: what is known of it changes verdicts, what is not known leaves them open, and a change
// that comes while an account is being judged is never half seen.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BatchRiskProcessor } from '@/lib/batch-risk-processor';
import { previewDraft } from '@/lib/challenges/scan';
import { loadAssessment, receiveInbox } from '@/lib/db/ingest';
import { closePool } from '@/lib/db/pool';
import { BatchCalls } from '@/lib/engine/batch-settle';
import { Tally } from '@/lib/engine/batch-tally';
import { judgeAccountNow } from '@/lib/jobs/scheduled-settle';
import { judgeAnew } from '@/lib/market/write';
import { compileRuleSet } from '@/lib/rules/rule-set';
import { replayAsOf } from '@/lib/stats/as-of-replay';
import { rebuildFacts } from '@/lib/trades/facts-replay';
import { loadSpecOf, partsOf } from '@/lib/trades/message-parts';
import { replayAccount } from '@/lib/trades/replay';
import { settleStored } from '@/lib/trades/settle';
import { parseNeutral } from '@/lib/trades/sources/neutral';
import { startTestStack, type TestStack } from '../support/stack';
import { snapshot, trade } from '../trades/wire-samples';
import { atNews, CPI, NOW, opened, openMarketFirm, RULES, type MarketFirm, type Stored } from './market-firm';

let stack: TestStack;
let firm: MarketFirm;
beforeAll(async () => {
  stack = await startTestStack();
  firm = await openMarketFirm(stack);
});
afterAll(async () => {
  await closePool();
  await stack.close();
});
beforeEach(async () => {
  await firm.forget();
});
const symbols = () => firm.symbols();
const news = (...at: string[]) => firm.news(...at);
const rate = (text: string) => firm.rate(text);
const account = () => firm.account();
const deliver: MarketFirm['deliver'] = (...events) => firm.deliver(...events);
const violations = (id: string) => firm.violations(id);
const found = (id: string) => firm.found(id);

describe('a message at the door', () => {
  it('that closes within a news window is a breach which names the release and its calendar', async () => {
    await Promise.all([symbols(), news(CPI)]);
    const { id, of } = await account();
    expect(await deliver(of(atNews('1', { volume: '0.10' })))).toMatchObject({ results: [{ outcome: 'recorded', verdict: 'warning' }] });
    expect(await violations(id)).toMatchObject([
      {
        rule: 'news-window',
        outcome: 'breach',
        subject: 'P1',
        evidence: [
          { label: 'CPI', value: '2026-11-17T13:30:00Z' },
          { label: 'Calendar', value: 'desk' },
        ],
      },
    ]);
  });

  it('is unknown, never a pass, where nothing was loaded', async () => {
    const { id, of } = await account();
    expect(await deliver(of(atNews('1')))).toMatchObject({ results: [{ verdict: 'unknown' }] });
    expect(await found(id)).toEqual(['news-window unknown', 'risk-per-trade unknown']);
  });

  it('is unknown where the calendar covers another time', async () => {
    await Promise.all([symbols(), news(CPI)]);
    await stack.sql.query(`update public.market_imports set covers_from = '2026-11-15'`);
    const { id, of } = await account();
    await deliver(of(trade('1', '10.00', '2026-11-12T10:00:00Z', { volume: '0.10' })));
    expect(await found(id)).toEqual(['news-window unknown']);
  });

  it('is measured by the rate of its opening, and says which', async () => {
    await Promise.all([symbols(), news(), rate('150')]);
    const { id, of } = await account();
    const yen = { symbol: 'USDJPY', open_price: '150.00', close_price: '150.10', volume: '1.01' };
    await deliver(of(atNews('1', yen)), of(atNews('2', { ...yen, volume: '0.99' })));
    expect(await violations(id)).toMatchObject([
      {
        rule: 'risk-per-trade',
        subject: 'P1',
        evidence: [
          { label: 'Value at the opening price', value: '101,000.00' },
          { label: 'Balance' },
          { label: 'Contract size of USDJPY', value: '100000' },
          { label: 'Rate USD/JPY', value: '150, ecb, 2026-11-16T16:00:00Z' },
        ],
      },
    ]);
  });
});

it('what the market holds beside the point leaves no trace in the facts', async () => {
  const factsOf = async (id: string) =>
    (await stack.sql.query('select facts::text from public.account_facts where account_id = $1', [id])).rows[0] as { facts: string };
  await Promise.all([symbols(), news(CPI)]);
  const [one, other] = [await account(), await account()];
  await deliver(one.of(atNews('1', { volume: '0.10' })));
  await news(CPI, '2026-11-17T08:00:00Z', '2026-11-18T08:00:00Z');
  await rate('150');
  await deliver(other.of(atNews('1', { volume: '0.10' })));
  expect(await factsOf(other.id)).toEqual(await factsOf(one.id));
});

describe('the same verdict', () => {
  const friday = '2026-11-13T15:00:00Z';
  const saturday = Date.parse('2026-11-14T01:00:00Z');
  const world = { now: () => saturday, elapsed: () => performance.now(), sleep: () => Promise.resolve(), chance: () => 0.5, rss: () => 0 };
  const run = (ids: string[], options = {}, more = {}) => new BatchRiskProcessor(stack.service, options, world).processAccounts(ids, more);
  const bare = (rows: Stored[]) =>
    rows.map(({ rule, outcome, at, raised_key, message, evidence }) => ({ rule, outcome, at, raised_key, message, evidence }));

  it('comes from the batch and from the door', async () => {
    await Promise.all([symbols(), news()]);
    const [judged, told] = [await account(), await account()];
    await Promise.all([deliver(judged.of(opened('p', friday))), deliver(told.of(opened('p', friday)))]);
    expect(await found(judged.id)).toEqual([]);
    expect(await run([judged.id])).toMatchObject({ successCount: 1, errors: [] });
    await deliver(told.of(snapshot('s', { balance: '100000.00', equity: '100000.00' }, '2026-11-14T01:00:00Z')));
    const [one, other] = [await violations(judged.id), await violations(told.id)];
    expect(one).toMatchObject([{ rule: 'weekend-holding', outcome: 'breach', raised_key: expect.stringContaining('') as string }]);
    expect(bare(one)).toEqual(bare(other));
  });

  it('comes from a replay, an account as of an instant and a preview', async () => {
    await Promise.all([symbols(), news(CPI)]);
    const { id, of } = await account();
    await deliver(of(atNews('1', { volume: '0.10' })));
    const rebuilt = await rebuildFacts(id, null);
    expect(rebuilt?.facts).toEqual(rebuilt?.stored);
    expect(rebuilt?.verdicts).toMatchObject([{ rule: 'news-window', outcome: 'breach' }]);
    const window = { from: new Date('2026-11-01'), to: new Date('2026-12-01') };
    expect((await replayAccount(id, window))?.violations).toMatchObject([{ rule: 'news-window', outcome: 'breach' }]);
    const asOf = await replayAsOf(id, Date.parse('2026-11-18T00:00:00Z'));
    expect(asOf).toMatchObject({ figures: { rule_states: [{ outcome: 'pass' }, { outcome: 'pass' }, { outcome: 'pass' }] } });
    const wider = compileRuleSet({ ...RULES, rules: { ...RULES.rules, 'news-window': [{ instruments_by_event: {} }] } });
    if (!wider.ok) throw new Error(wider.refusal.message);
    const steps = [];
    for await (const step of previewDraft(wider.value, firm.phase, AbortSignal.timeout(20_000)))
      if (step.kind === 'account') steps.push(step);
    expect(steps.find((step) => step.account_id === id)?.differences).toMatchObject([{ rule: 'news-window', kind: 'gone' }]);
  });

  it('a batch judges by what was loaded while it ran', async () => {
    await symbols();
    const ids = [];
    for (let i = 0; i < 2; i += 1) {
      const { id, of } = await account();
      await deliver(of(opened('p', friday)));
      await stack.sql.query('update public.account_facts set facts = null where account_id = $1', [id]);
      ids.push(id);
    }
    let loaded: Promise<unknown> | undefined;
    const onProgress = () => void (loaded ??= news(friday));
    const slow = { ...world, now: () => saturday };
    const processor = new BatchRiskProcessor(stack.service, { batchSize: 1, maxConcurrent: 1 }, slow);
    await processor.processAccounts(ids.slice(0, 1), { onProgress });
    await loaded;
    await processor.processAccounts(ids.slice(1));
    const [first = [], second = []] = await Promise.all(ids.map((id) => found(id)));
    expect([first[0], second[0]]).toEqual(['news-window unknown', 'news-window breach']);
  });

  it('a batch whose market changed under it is loaded again', async () => {
    await Promise.all([symbols(), news()]);
    const calls = new BatchCalls(() => new Tally());
    const { id, of } = await account();
    await deliver(of(opened('p', friday)));
    // A version nobody has read yet.
    await rate('150');
    const { accounts, market_version } = await calls.load([id], null, AbortSignal.timeout(10_000));
    const [one] = [...accounts];
    if (one?.version === undefined) throw new Error('The account is not there to be judged.');
    await news(CPI);
    await expect(calls.market(one, await calls.ruleSet(one.rule_set_id), market_version)).rejects.toMatchObject({ code: 'stale' });
  });
});

it('what was learnt too late is brought to bear where somebody asks for it, and answers the open question', async () => {
  await symbols();
  const { id, of } = await account();
  await deliver(of(atNews('1', { volume: '0.10' })));
  expect(await found(id)).toEqual(['news-window unknown']);
  await news(CPI);
  await new BatchRiskProcessor(stack.service).processAccounts([id]);
  expect(await found(id)).toEqual(['news-window unknown']);
  const { id: person, client } = await stack.signUp('late@market.test');
  await stack.sql.query(`insert into public.staff (id, email, full_name, role) values ($1, 'late@market.test', 'L', 'config')`, [person]);
  expect(await judgeAnew(client, '2026-11-18T00:00:00Z', 'calendar came late', NOW)).toMatchObject({ ok: true, value: 0 });
  const again = await judgeAnew(client, '2026-11-17T00:00:00Z', 'calendar came late', NOW);
  expect(again.ok && again.value > 0).toBe(true);
  await judgeAccountNow(id);
  expect(await found(id)).toEqual(['news-window breach']);
});

it('a market that changed between loading and judging is read again, with the accounts', async () => {
  await symbols();
  const { id, of } = await account();
  const body = JSON.stringify(of(atNews('1', { volume: '0.10' })));
  const parsed = parseNeutral(Buffer.from(body));
  if (!parsed.ok) throw new Error(parsed.message);
  const parts = partsOf(parsed.events);
  const raw = {
    webhook_id: 'late',
    body,
    body_sha256: 'x',
    headers: {},
    auth: 'signature' as const,
    bytes_valid_utf8: true,
    rejected: null,
  };
  const { inbox_id } = await receiveInbox({ ...raw, connection_id: firm.connection, now: NOW.toISOString(), accounts: [] });
  const before = await loadAssessment(parts.parts.map(loadSpecOf));
  await news(CPI);
  const message = { inbox_id, connection_id: firm.connection, message_id: 'late', auth: raw.auth, received_at: NOW.toISOString(), parts };
  expect((await settleStored(message, before, NOW)).complete).toBe(true);
  expect(await found(id)).toEqual(['news-window breach']);
});
