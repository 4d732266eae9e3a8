// Takes a recorded trade back by hand and, where one is given, puts another in its place. Nothing is deleted: both go the way of a broker's
// message, stored raw, folded in at the instant of the trade they mend, and judged by the same core.
import { createHash } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Correction } from '@/lib/api/people-requests';
import { receiveInbox } from '@/lib/db/ingest';
import { proveAsker } from '@/lib/engine/asker-gate';
import { refused } from '@/lib/engine/refused';
import { minorDigits } from '@/lib/money';
import { accept, refuse, type Result } from '@/lib/refusal';
import type { EventResult } from '@/lib/trades/answer';
import { correctionMessage, type StandingTrade } from '@/lib/trades/correction';
import { loadSpecOf, partsOf } from '@/lib/trades/message-parts';
import { settleStored } from '@/lib/trades/settle';
import { parseNeutral } from '@/lib/trades/sources/neutral';
import { UUID } from '@/lib/uuid';

export interface Corrected {
  trade_id: string;
  reversal: EventResult;
  replacement: EventResult | null;
}

const COLUMNS =
  'id,account_id,external_id,ticket_number,position_id,symbol,type,lots,volume_unit,open_price,close_price,stop_loss,take_profit,open_time,close_time,profit_loss_cents,commission_cents,swap_cents,fee_cents,booked_cents,net_profit_cents,magic_number,comment,is_final_slice,reverses_id,is_reversed,currency';

/** `asker` proves who asks: risk, admin or the firm's own key. Throws `Refused` as the engine does. */
export async function correctTrade(asker: SupabaseClient, id: string, input: Correction, now: Date): Promise<Result<Corrected>> {
  await proveAsker(asker);
  const trade = UUID.test(id) ? await standing(asker, id) : null;
  if (!trade) return refuse('not-found', 'There is no such trade.');
  if (trade.is_reversed || trade.reverses_id !== null)
    return refuse('already-decided', 'This trade was taken back already.', { status: 409 });
  const { account, connection_id } = await accountOf(asker, trade.account_id);
  const body = JSON.stringify(correctionMessage(trade, account, input, minorDigits(trade.currency)));
  const parsed = parseNeutral(Buffer.from(body, 'utf8'));
  if (!parsed.ok) return refuse('invalid', parsed.message, { path: parsed.path ?? '' });
  const parts = partsOf(parsed.events);
  const problem = [...parts.problems.values()][0];
  // Both or neither: a trade is not taken back for one that cannot stand in its place.
  if (problem) return unfit(problem);
  const asked = await asker.rpc('ask_correction', { p_trade_id: id, p_reason: input.reason });
  if (asked.error) throw new Error(`ask_correction: ${asked.error.message}`);
  const digest = createHash('sha256').update(body).digest('hex');
  const message_id = `correction:${id}:${digest.slice(0, 16)}`;
  const received_at = now.toISOString();
  const raw = { webhook_id: message_id, body, body_sha256: digest, headers: {}, auth: 'import' as const, bytes_valid_utf8: true };
  const loaded = await receiveInbox({ ...raw, connection_id, now: received_at, rejected: null, accounts: parts.parts.map(loadSpecOf) });
  const message = { inbox_id: loaded.inbox_id, connection_id, message_id, auth: raw.auth, received_at, parts };
  const settled = loaded.answer ?? (await settleStored(message, loaded, now)).answer;
  const { results } = JSON.parse(settled.body) as { results: EventResult[] };
  const [reversal, replacement = null] = results;
  if (!reversal || reversal.outcome === 'parked' || replacement?.outcome === 'parked')
    throw refused('stale', 'The account is being written by others; the correction is kept and will be judged.');
  if (replacement && replacement.outcome !== 'recorded' && replacement.outcome !== 'duplicate') return unfit(replacement);
  return accept({ trade_id: id, reversal, replacement });
}

function unfit(result: EventResult): Result<never> {
  const { code = 'unknown', path = '' } = result as { code?: string; path?: string };
  const field = path.replace(/^events\[\d+\]\.data\./, '').replace(/^data\./, '');
  return refuse('invalid', `The trade in its place is not acceptable: ${code}.`, { path: field, facts: { code } });
}

async function standing(client: SupabaseClient, id: string): Promise<StandingTrade | null> {
  const { data, error } = await client.from('trades_list').select(COLUMNS).eq('id', id).maybeSingle();
  if (error) throw new Error(`trades_list: ${error.message}`);
  return data as unknown as StandingTrade | null;
}

async function accountOf(client: SupabaseClient, id: string) {
  const { data, error } = await client.from('accounts').select('platform,server,login,connection_id').eq('id', id).single();
  if (error) throw new Error(`accounts: ${error.message}`);
  const { connection_id, ...account } = data as { platform: string; server: string; login: string; connection_id: string };
  return { account, connection_id };
}
