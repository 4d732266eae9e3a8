// An exported history handed in at the office: read and proved as the importer does it, told first, and taken in by the very way a broker's
// message takes. Ids come from the file, so what was taken in before is known again.
import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { serviceClient } from '@/lib/db/clients';
import { loadAssessment } from '@/lib/db/ingest';
import { publishedRuleSets } from '@/lib/db/rule-sets';
import { cents, spellMoney } from '@/lib/money';
import { accept, refuse, type Result } from '@/lib/refusal';
import type { EventResult } from '@/lib/trades/answer';
import { PLATFORMS } from '@/lib/trades/event';
import { beginningTrouble, flatNotes, flatTrouble, rehearse, type HistoryAccount } from '@/lib/trades/history-proof';
import { sift, type KeptEvent } from '@/lib/trades/known-events';
import { receiveMessage } from '@/lib/trades/receive';
import { historyHeader, isFilePlatform, readHistory, type FilePlatform } from '@/lib/trades/sources/file-readers';
import type { DateOrder } from '@/lib/trades/sources/file-value';
import type { HistoryFile, Problem, SymbolFacts } from '@/lib/trades/sources/history-file';
import { wireMessages, type WireMessage } from '@/lib/trades/sources/mt5-wire';
import type { ServerZone } from '@/lib/trades/sources/mt5-zone';

interface HandedIn {
  /** The source whose account it is. */
  connection_id: string;
  login: string;
  text: string;
  zone: ServerZone | null;
  dates: DateOrder | null;
  per_contract: string | null;
  /** Who hands it in: kept with the raw messages. */
  staff_id: string;
}
export interface HistoryTold {
  report: string;
  account_id: string;
  trades: number;
  operations: number;
  /** Net of all its trades, spelled. */
  net: string;
  fresh: number;
  known: number;
  refused: Problem[];
  notes: string[];
}
interface HistoryTaken {
  recorded: number;
  known: number;
  refused: Problem[];
}

/** More than this is the importer's work: a person waits for the answer. */
const MOST_EVENTS = 5_000;
const PAGE = 1_000;

interface Read {
  told: HistoryTold;
  messages: WireMessage[];
}

/** What would be taken in; nothing is written. */
export async function checkHistory(handed: HandedIn, now: Date): Promise<Result<HistoryTold>> {
  const read = await readHanded(handed, now);
  return read.ok ? accept(read.value.told) : read;
}

/** Takes in what a check told, or nothing: `expects` is the number of events that were new then. */
export async function takeHistory(handed: HandedIn, expects: number, now: Date): Promise<Result<HistoryTaken>> {
  const read = await readHanded(handed, now);
  if (!read.ok) return read;
  const { told, messages } = read.value;
  if (told.fresh !== expects) return refuse('stale', 'Something came in between: check the file again.');
  const headers = { 'handed-in-by': handed.staff_id };
  let recorded = 0;
  for (const { webhook_id: webhookId, body } of messages) {
    const connection = { id: handed.connection_id };
    const answer = await receiveMessage({ connection, webhookId, headers, body: Buffer.from(body, 'utf8'), auth: 'import', now });
    const results = answer.status === 200 ? (JSON.parse(answer.body) as { results: EventResult[] }).results : [];
    recorded += results.filter(({ outcome }) => outcome === 'recorded' || outcome === 'duplicate').length;
    const doubted = results.filter(({ outcome }) => outcome !== 'recorded' && outcome !== 'duplicate').length;
    if (answer.status !== 200 || doubted > 0) {
      const kept = doubted > 0 ? `${doubted} were not believed and wait under "Kept back"` : 'the rest could not be taken in now';
      return refuse('not-all-taken', `${recorded} events are in; ${kept}. The same file finishes the rest.`);
    }
  }
  return accept({ recorded, known: told.known, refused: told.refused });
}

async function readHanded(handed: HandedIn, now: Date): Promise<Result<Read>> {
  const client = serviceClient();
  const found = await findAccount(client, handed);
  if (!found.ok) return found;
  const { account, platform, server, account_id } = found.value;
  const bytes = Buffer.from(handed.text, 'utf8');
  const header = historyHeader(platform, bytes);
  if (header && header.login !== handed.login)
    return refuse('other-account', `The report is of account ${header.login}, not of ${handed.login}.`);
  if (header?.currency && header.currency !== account.currency)
    return refuse('other-currency', `The report is in ${header.currency}, but the account is kept in ${account.currency}.`);
  const { zone, dates, per_contract } = handed;
  const hints = { zone, dates, per_contract, symbols: await readFacts(client) };
  const received = { received_at: now.toISOString(), message_id: 'import' };
  const read = readHistory(platform, bytes, {
    account: { platform, server, login: handed.login },
    ...{ currency: account.currency, digits: account.minor_digits, ...hints, ...received },
  });
  if (!read.ok)
    return refuse('not-read', 'The file cannot be taken in.', { facts: { refused: JSON.stringify(read.problems.slice(0, 50)) } });
  if (read.value.events.length > MOST_EVENTS)
    return refuse('too-long', `It tells ${read.value.events.length} events; more than ${MOST_EVENTS} are brought in by npm run import.`);
  return proved(read.value, account, account_id, await readKept(client, account_id), now);
}

function proved(file: HistoryFile, account: HistoryAccount, account_id: string, kept: KeptEvent[], now: Date): Result<Read> {
  const known = { ...account, events: kept.length };
  const early = beginningTrouble(file, known) ?? flatTrouble(file, kept);
  if (early !== null) return refuse('begins-late', early);
  const sifted = sift(file.events, kept);
  const messages = wireMessages(sifted.fresh, account.minor_digits);
  const [against] = rehearse(messages, account, now.toISOString());
  if (against !== undefined) return refuse('not-believed', `Nothing was taken in: ${against}.`);
  const trades = file.events.filter((event) => event.kind === 'trade');
  const net = spellMoney(cents(trades.reduce((sum, trade) => sum + trade.net_cents, 0)), account.minor_digits);
  const operations = file.events.filter((event) => event.kind === 'balance').length;
  const counts = { trades: trades.length, operations, net, fresh: sifted.fresh.length, known: sifted.known };
  return accept({
    told: { report: file.report, account_id, ...counts, refused: file.refused, notes: [...file.notes, ...flatNotes(file, kept.length)] },
    messages,
  });
}

const accountRow = z.object({
  ...{ id: z.string(), platform: z.enum(PLATFORMS), server: z.string(), currency: z.string() },
  initial_balance_cents: z.coerce.number(),
});
interface FoundAccount {
  account: HistoryAccount;
  account_id: string;
  platform: FilePlatform;
  server: string;
}

async function findAccount(client: SupabaseClient, { connection_id, login }: HandedIn): Promise<Result<FoundAccount>> {
  const columns = 'id, platform, server, currency, initial_balance_cents';
  const { data, error } = await client.from('accounts').select(columns).eq('connection_id', connection_id).eq('login', login).limit(2);
  if (error) throw new Error(`accounts: ${error.message}`);
  const [row, other] = z.array(accountRow).parse(data);
  if (!row) return refuse('unknown-account', `This source feeds no account ${login}.`, { path: 'login' });
  if (other)
    return refuse('two-accounts', `This source feeds ${login} on two servers: import it with npm run import, which can be told which.`, {
      path: 'login',
    });
  const { id: account_id, platform, server, ...told } = row;
  if (!isFilePlatform(platform)) return refuse('no-reader', `There is no reader for files of ${platform}.`);
  const { accounts } = await loadAssessment([{ account_id, first_key: null, keys: [], reverses: [] }]);
  const rule_set_id = accounts[0]?.rule_set_id ?? '';
  const ruleSet = (await publishedRuleSets([rule_set_id])).get(rule_set_id);
  if (!ruleSet) throw new Error(`no rule set of account ${account_id}`);
  const account = { login, ...told, minor_digits: ruleSet.header.minor_digits, events: 0 };
  return accept({ account, account_id, platform, server });
}

async function readFacts(client: SupabaseClient): Promise<SymbolFacts[]> {
  const { data, error } = await client.from('symbols').select('code, aliases, value_per_unit::text, quote_currency');
  if (error) throw new Error(`symbols: ${error.message}`);
  return data as unknown as SymbolFacts[];
}

/** All of them, by pages: a hosted interface answers a thousand rows at most. */
async function readKept(client: SupabaseClient, accountId: string): Promise<KeptEvent[]> {
  const kept: KeptEvent[] = [];
  for (let from = 0; ; from += PAGE) {
    const query = client.from('account_events').select('kind, external_id, data').eq('account_id', accountId);
    const { data, error } = await query.order('order_key').range(from, from + PAGE - 1);
    if (error) throw new Error(`account_events: ${error.message}`);
    kept.push(...(data as KeptEvent[]));
    if (data.length < PAGE) return kept;
  }
}
