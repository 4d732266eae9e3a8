// The demo firm's desk of money: payouts that people carry to a bank, a file of them, and statements that do not wholly agree with the
// ledger, so that everything a reconciliation finds is there to be looked at. All by the ways real ones go.
import type { SupabaseClient } from '@supabase/supabase-js';
import { Client } from 'pg';
import { makePayoutFile } from '@/lib/payouts/file-send';
import { markPayout, takePayoutFile } from '@/lib/payouts/file-write';
import { readPayout } from '@/lib/payouts/office-read';
import { approvePayout } from '@/lib/payouts/office-write';
import { readStatement } from '@/lib/payouts/statement-read';
import { takeSimulatedStatement, takeStatement } from '@/lib/payouts/statement-receive';
import { decideDifference, proposeAdjustment } from '@/lib/payouts/statement-write';
import type { SeedContext } from '../seeding';
import { askFor, signIn, type Asker, type Stage } from './payouts';

/** The first four go into a file; the fifth waits for the next one, and the window of the last still runs. */
const CARRIED: readonly Asker[] = [
  { name: 'Clara Meyer', login: '720011', win: '720.00', asks: '2000.00', daysAgo: 9 },
  { name: 'Ivo Horvat', login: '720012', win: '680.00', asks: '1750.00', daysAgo: 9 },
  { name: 'Lena Fischer', login: '720013', win: '790.00', asks: '2200.00', daysAgo: 8 },
  { name: 'Tomas Ruzicka', login: '720014', win: '610.00', asks: '1100.00', daysAgo: 8 },
  { name: 'Noor Haddad', login: '720015', win: '640.00', asks: '1300.00', daysAgo: 8 },
  { name: 'Kofi Boateng', login: '720016', win: '730.00', asks: '1600.00', daysAgo: 2 },
];
const IN_THE_FILE = 4;

/** Answers how many differences wait to be looked at. What does not go as told is said, and leaves a firm that is one all the same. */
export async function seedMoneyDesk(context: SeedContext, connectionId: string, until: number): Promise<number> {
  const client = new Client({ connectionString: context.dbUrl });
  await client.connect();
  try {
    const known = await client.query('select 1 from public.payout_exports limit 1');
    if (known.rows.length > 0) return 0;
    return await tell({ context, client, connectionId, until });
  } catch (error) {
    context.log(`The desk of money is not as its story says: ${error instanceof Error ? error.message : String(error)}`);
    return 0;
  } finally {
    await client.end();
  }
}

async function tell(stage: Stage): Promise<number> {
  const finance = await signIn(stage.context);
  const admin = await signIn(stage.context, 'admin');
  const ids: string[] = [];
  for (const story of CARRIED) {
    const made = await askFor(stage, story, 'bank');
    if (typeof made === 'string') throw new Error(`${story.name}: ${made}`);
    await approve(finance, made.payout_id);
    ids.push(made.payout_id);
  }
  const financeId = idOf(stage.context, 'finance');
  const file = done(await makePayoutFile('bank', financeId, new Date(), ids.slice(0, IN_THE_FILE)));
  done(await takePayoutFile(finance, file.export_id));
  const paid = ids[0] ?? '';
  const version = (await readPayout(admin, paid, new Date()))?.seen.version ?? 0;
  done(await markPayout(admin, { id: paid, version, outcome: 'paid', reference: 'Statement 11, N-4401' }));
  return reconcileAll(finance, admin, financeId, ids);
}

async function reconcileAll(finance: SupabaseClient, admin: SupabaseClient, financeId: string, ids: string[]): Promise<number> {
  const now = new Date();
  const today = now.toISOString().slice(0, 10);
  const bytes = new TextEncoder().encode(bankStatement(ids, today));
  const bank = done(await takeStatement({ provider: 'bank', file_name: 'bank-statement-11.csv', bytes, cover: null }, financeId, now));
  const opened = await readStatement(admin, bank.id);
  const find = (kind: string) => opened?.differences.find((one) => one.kind === kind);
  const [strange, dearer] = [find('only-theirs'), find('amount-differs')];
  if (strange)
    done(
      await decideDifference(admin, {
        id: strange.id,
        version: strange.version,
        decision: 'explained',
        note: 'The yearly charge of the account.',
      }),
    );
  const part = dearer?.effect[0];
  if (dearer && part) {
    const about = { difference_id: dearer.id, version: dearer.version, amount_cents: part.cents, currency: part.currency };
    done(
      await proposeAdjustment(finance, {
        ...about,
        ledger_account: 'receivable',
        reason: 'The bank sent 15.00 too much and takes it back.',
      }),
    );
  }
  const own = await takeSimulatedStatement(today, today, financeId, now);
  return bank.differences - 1 + (own.ok ? own.value.differences : 0);
}

/** One as it should be with a fee, one for another sum, one twice, one that is not there, and two that are no payouts. */
function bankStatement([first, second, third]: string[], day: string): string {
  return [
    'Booking date;Amount;Currency;Remittance;Reference;Fee',
    `${day};-2000.00;USD;Payout ${first};N-4401;3.20`,
    `${day};-1765.00;USD;Payout ${second};N-4402;`,
    `${day};-2200.00;USD;Payout ${third};N-4403;`,
    `${day};-2200.00;USD;Payout ${third};N-4404;`,
    `${day};-12.00;USD;Account charge;N-4405;`,
    `${day};25000.00;USD;Funding of the payout account;N-4406;`,
    '',
  ].join('\r\n');
}

async function approve(finance: SupabaseClient, id: string): Promise<void> {
  const seen = (await readPayout(finance, id, new Date()))?.seen;
  if (!seen) throw new Error('finance cannot see a payout');
  done(await approvePayout(finance, { id, version: seen.version, digest: seen.digest }, new Date()));
}

const idOf = ({ logins }: SeedContext, role: string): string => logins.find((login) => login.role === role)?.id ?? '';

function done<T>(result: { ok: true; value: T } | { ok: false; refusal: { code: string; message: string } }): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}
