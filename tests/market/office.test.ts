// The market as staff change and read it, through the API with their own sessions, and a seed that may be run again.
import type { SupabaseClient } from '@supabase/supabase-js';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImport } from '@/lib/market/import-input';
import { readHolidays, readImports, readNews, readRates, readSymbols } from '@/lib/market/read';
import { checkImport, saveSymbol, takeImport, type SymbolInput } from '@/lib/market/write';
import { seedSymbols } from '@/supabase/local/seed/firm';
import { seedMarket } from '@/supabase/local/seed/market';
import { startTestStack, type TestStack } from '../support/stack';

const NOW = new Date('2026-11-21T04:00:00Z');
const TEXT = 'at,currency,impact,title\n2026-11-27T13:30:00Z,USD,high,CPI\n2026-11-28T13:30:00Z,USD,low,PPI';

let stack: TestStack;
const people: Record<string, SupabaseClient> = {};
beforeAll(async () => {
  stack = await startTestStack();
  for (const role of ['config', 'viewer']) {
    const { id, client } = await stack.signUp(`${role}@market.test`);
    await stack.sql.query('insert into public.staff (id, email, full_name, role) values ($1, $2, $3, $4)', [
      id,
      `${role}@market.test`,
      role,
      role,
    ]);
    people[role] = client;
  }
});
afterAll(() => stack.close());
const by = (role: string): SupabaseClient => {
  const client = people[role];
  if (!client) throw new Error(`Nobody is ${role}.`);
  return client;
};
const symbol = (code: string, more: Partial<SymbolInput> = {}): SymbolInput => ({
  code,
  class: 'forex',
  contract_size: '100000',
  value_per_unit: null,
  quote_currency: null,
  is_micro: false,
  calendar: 'none',
  symbol_group: null,
  aliases: [],
  version: 0,
  ...more,
});
const news = (text = TEXT) => {
  const read = readImport({ kind: 'news', source: 'desk', from: '2026-11-20', to: '2026-11-30', text });
  if (!read.ok) throw new Error(read.refusal.message);
  return read.value.p;
};
const codeOf = (said: { ok: boolean; refusal?: { code: string } }) => (said.ok ? 'ok' : said.refusal?.code);

describe('an import', () => {
  it('is checked, taken in as checked, and listed with who brought it', async () => {
    const told = await checkImport(by('config'), 'news', news(), NOW);
    expect(told).toMatchObject({ ok: true, value: { added: 2, changed: 0, withdrawn: 0, changes: [{ is: { title: 'CPI' } }, {}] } });
    expect((await readNews(by('viewer'), NOW.getTime())).total).toBe(0);
    const seen = { added: 2, changed: 0, withdrawn: 0 };
    expect(codeOf(await takeImport(by('config'), 'news', news(), { ...seen, added: 1 }, NOW))).toBe('stale');
    expect(codeOf(await takeImport(by('config'), 'news', news(), seen, NOW))).toBe('ok');
    expect(await readNews(by('viewer'), NOW.getTime())).toMatchObject({
      total: 2,
      rows: [{ title: 'CPI', event: null }, { title: 'PPI' }],
    });
    expect(await readImports(by('viewer'), 'news')).toMatchObject([{ source: 'desk', added: 2, staff: { full_name: 'config' } }]);
  });

  it('is refused to who may only read', async () => {
    expect(codeOf(await checkImport(by('viewer'), 'news', news(), NOW))).toBe('not-allowed');
    expect(codeOf(await saveSymbol(by('viewer'), symbol('EURUSD'), NOW))).toBe('not-allowed');
  });
});

describe('a symbol', () => {
  it('is saved on the version that was seen, and its names are its own', async () => {
    expect(await saveSymbol(by('config'), symbol('EURUSD', { aliases: ['EURUSD.x'] }), NOW)).toEqual({ ok: true, value: 1 });
    expect(codeOf(await saveSymbol(by('config'), symbol('EURUSD'), NOW))).toBe('stale');
    const clash = await saveSymbol(by('config'), symbol('GBPUSD', { aliases: ['EURUSD.x'] }), NOW);
    expect(clash).toMatchObject({ ok: false, refusal: { code: 'alias-taken', path: 'aliases' } });
    const large = symbol('BIG', { contract_size: '123456789012.123456789012' });
    expect(codeOf(await saveSymbol(by('config'), large, NOW))).toBe('ok');
    expect(await readSymbols(by('viewer'))).toMatchObject([
      { code: 'BIG', contract_size: '123456789012.123456789012' },
      { code: 'EURUSD', version: 1 },
    ]);
  });
});

it('the demo market is put in once, however often it is seeded', async () => {
  await stack.sql.query('truncate public.symbols, public.news_events, public.market_imports');
  const client = new Client({ connectionString: stack.dbUrl });
  await client.connect();
  const count = async () =>
    (
      await stack.sql.query(
        'select (select count(*) from public.market_imports)::int as imports, (select count(*) from public.events)::int as events',
      )
    ).rows[0] as object;
  try {
    await seedSymbols(client);
    await seedMarket(client, NOW.getTime());
    const once = await count();
    await seedSymbols(client);
    await seedMarket(client, NOW.getTime());
    expect(await count()).toEqual(once);
  } finally {
    await client.end();
  }
  expect((await readRates(by('viewer'))).rows[0]).toMatchObject({ source: 'demo', rate: expect.stringMatching(/^\d+\.\d{5}$/) as string });
  expect((await readHolidays(by('viewer'), NOW.getTime())).rows[0]).toMatchObject({ day: '2026-11-26', calendar: 'us', closes_at: null });
  expect((await readSymbols(by('viewer'))).map(({ calendar }) => calendar)).not.toContain(null);
});
