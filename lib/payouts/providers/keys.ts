// The keys money is paid out with. What the office keeps sealed with a payout source wins over what the deployment was started with.
import { keptPayoutKeys, type KeptPayoutKeys } from '@/lib/db/payout-keys';
import { open } from '@/lib/db/vault';
import { nowPayments, nowPaymentsBaseUrl, stripeBaseUrl, stripePayoutKey } from '@/lib/env';

type NowPaymentsLogin = NonNullable<ReturnType<typeof nowPayments>>;
export interface PayoutKeys {
  stripe: { secretKey: string; baseUrl: string } | null;
  nowpayments: (NowPaymentsLogin & { baseUrl: string }) | null;
}

/** Throws where kept keys cannot be opened: paying by others in silence would be worse than paying by none. */
export async function payoutKeys(): Promise<PayoutKeys> {
  const kept = await keptPayoutKeys();
  const stripe = newest(kept, 'stripe')?.api_key ?? stripePayoutKey();
  const login = loginIn(newest(kept, 'nowpayments')) ?? nowPayments();
  return {
    stripe: stripe === null ? null : { secretKey: stripe, baseUrl: stripeBaseUrl() },
    nowpayments: login === null ? null : { ...login, baseUrl: nowPaymentsBaseUrl() },
  };
}

/** Where several sources of one provider keep keys, the last that were set count. */
function newest(rows: KeptPayoutKeys[], platform: string): Record<string, string> | null {
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
