// A provider's message: it names a payout, and the provider is asked what became of it. Order and repetition of messages change nothing.
import { serviceClient } from '@/lib/db/clients';
import type { RawMessage, Sender } from '@/lib/inbox/raw';
import { readNotices, type ProviderNotice } from '@/lib/payouts/notice';
import { checkPayout, type Choose } from '@/lib/payouts/send';
import { providerOf } from '@/lib/payouts/providers/choose';

export async function settlePayoutNotices(sender: Sender, message: RawMessage, now: Date, choose: Choose = providerOf): Promise<unknown[]> {
  const read = readNotices(sender.platform, message.text);
  if (!read.ok) throw new Error(`Message ${message.inbox_id} was stored as readable and is not.`);
  const done: unknown[] = [];
  for (const notice of read.value) {
    const id = await payoutOf(sender.platform, notice);
    // Providers also tell of what is no payout of ours.
    if (id === null) continue;
    await checkPayout(id, () => now, choose);
    done.push({ payout: id, outcome: 'asked' });
  }
  return done;
}

async function payoutOf(provider: string, { payout_id, reference }: ProviderNotice): Promise<string | null> {
  const payouts = serviceClient().from('payouts').select('id').eq('provider', provider);
  const named = payout_id === null ? payouts.eq('provider_ref', reference ?? '') : payouts.eq('id', payout_id);
  const { data, error } = await named.maybeSingle<{ id: string }>();
  if (error) throw new Error(`payouts: ${error.message}`);
  return data?.id ?? null;
}
