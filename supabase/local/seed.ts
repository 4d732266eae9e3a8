// The demo firm, put in once: people, catalogue, rules, and a month of history that the judge has judged. Safe to run again.
import { Client } from 'pg';
import { queryRows } from './database';
import type { SeedContext } from './seeding';
import { UNTRADED } from './seed/cast';
import { seedAccess } from './seed/access';
import { seedCopycats } from './seed/copycats';
import { midnight } from './simulate/calendar';
import { seedCatalogue, seedConnection, seedPeople, seedSettings, seedSymbols } from './seed/firm';
import { seedHistory } from './seed/history';
import { seedHeldBack, seedListeners } from './seed/integrations';
import { seedMail } from './seed/mail';
import { seedMarket } from './seed/market';
import { seedMoneyDesk } from './seed/money-desk';
import { seedOpenPositions } from './seed/open-positions';
import { seedPasses } from './seed/passes';
import { seedPayouts } from './seed/payouts';
import { seedStatistics } from './seed/statistics';
import { seedParties, seedSales } from './seed/sales';
import { seedUnusual } from './seed/unusual';

export async function seed(context: SeedContext): Promise<void> {
  const started = performance.now();
  context.log('Seeding the demo firm');
  const connectionId = await seedFirm(context);
  await seedHistory(context, connectionId, midnight(Date.now()));
  const orders = await seedSales(midnight(Date.now()));
  const payouts = await seedPayouts(context, connectionId, midnight(Date.now()));
  const differences = await seedMoneyDesk(context, connectionId, midnight(Date.now()));
  const letters = await seedMail(context);
  const pairs = await seedCopycats(context, connectionId, midnight(Date.now()));
  await seedAccess(context, connectionId, midnight(Date.now()));
  await seedUnusual(context, connectionId, midnight(Date.now()));
  await seedHeldBack(UNTRADED[0]?.login ?? '', midnight(Date.now()));
  await seedPasses(context);
  await seedOpenPositions(context, connectionId, midnight(Date.now()));
  await seedStatistics();
  // As the dashboard counts them: every part of the story opened some.
  const [told] = await queryRows<{ accounts: string; events: string }>(
    context.dbUrl,
    'select count(*)::text as accounts, (select count(*) from public.account_events)::text as events from public.accounts',
  );
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  context.log(
    `Seeded ${told?.accounts} accounts with ${told?.events} events, ${orders} messages of shops, ${payouts} payouts with ${differences} differences to decide, ${letters} letters and ${pairs} pairs that trade alike in ${seconds} s`,
  );
}

/** The firm without its history: what tests and an empty demo need. Answers the id of its connection. */
export async function seedFirm(context: SeedContext): Promise<string> {
  const client = new Client({ connectionString: context.dbUrl });
  await client.connect();
  try {
    await seedPeople(client, context);
    await seedSymbols(client);
    await seedMarket(client, midnight(Date.now()));
    await seedSettings(client);
    await seedCatalogue(client);
    await seedParties(client, context);
    await seedListeners(client, context);
    return await seedConnection(client, context);
  } finally {
    await client.end();
  }
}
