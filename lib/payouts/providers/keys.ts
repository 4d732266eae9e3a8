// The keys money is paid out with. What the office keeps sealed with a payout source wins over what the deployment was started with.
import { serviceClient } from '@/lib/db/clients';
import { open, type Sealed } from '@/lib/db/vault';
import { nowPayments, nowPaymentsBaseUrl, stripeBaseUrl, stripePayoutKey } from '@/lib/env';

type NowPaymentsLogin = NonNullable<ReturnType<typeof nowPayments>>;
export interface PayoutKeys {
  stripe: { secretKey: string; baseUrl: string } | null;
  nowpayments: (NowPaymentsLogin & { baseUrl: string }) | null;
}
interface Row {
  id: string;
  platform: string;
  credentials: Sealed;
  credentials_set: { at: string } | null;
}

/** Throws where kept keys cannot be opened: paying by others in silence would be worse than paying by none. */
export async function payoutKeys(): Promise<PayoutKeys> {
  const { data, error } = await serviceClient()
    .from('connections')
    .select('id, platform, credentials, credentials_set')
    .eq('kind', 'payout')
    .neq('status', 'disabled')
    .not('credentials', 'is', null)
    .overrideTypes<Row[], { merge: false }>();
  if (error) throw new Error(`connections: ${error.message}`);
  const stripe = newest(data, 'stripe')?.api_key ?? stripePayoutKey();
  const login = loginIn(newest(data, 'nowpayments')) ?? nowPayments();
  return {
    stripe: stripe === null ? null : { secretKey: stripe, baseUrl: stripeBaseUrl() },
    nowpayments: login === null ? null : { ...login, baseUrl: nowPaymentsBaseUrl() },
  };
}

/** Where several sources of one provider keep keys, the last that were set count. */
function newest(rows: Row[], platform: string): Record<string, string> | null {
  const [last] = rows
    .filter((row) => row.platform === platform)
    .sort((a, b) => (b.credentials_set?.at ?? '').localeCompare(a.credentials_set?.at ?? ''));
  return last ? (JSON.parse(open(last.credentials, `connections:${last.id}:credentials`)) as Record<string, string>) : null;
}

function loginIn(kept: Record<string, string> | null): NowPaymentsLogin | null {
  if (kept === null) return null;
  const { api_key: apiKey = '', email = '', password = '', totp_secret: totpSecret = '' } = kept;
  return { apiKey, email, password, totpSecret };
}
