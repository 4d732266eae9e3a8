// Who a demo trader is, as a provider would have told it: the same door, so that what stands has a check behind it. Told twice it is one word.
import type { Client } from 'pg';

export async function approveIdentity(client: Client, traderId: string, at: Date): Promise<void> {
  for (const [status, minutes] of [
    ['pending', 0],
    ['approved', 10],
  ] as const) {
    const now = new Date(at.getTime() + minutes * 60_000).toISOString();
    const word = { provider: 'sumsub', external_id: `demo:${traderId}:${status}`, reference: `demo-${traderId.slice(0, 8)}`, codes: [] };
    await client.query('select public.record_kyc($1)', [JSON.stringify({ ...word, trader_ref: traderId, status, occurred_at: now, now })]);
  }
}
