// Which outside parties speak a signature of their own, by what their connection says they are. Brokers speak ours and are not here.
import type { SignedSource } from '@/lib/inbox/source';
import { resendNotices } from '@/lib/mail/notice';
import { stripeCheckout } from '@/lib/orders/sources/stripe-checkout';
import { woocommerce } from '@/lib/orders/sources/woocommerce';
import { nowNotices, stripeNotices } from '@/lib/payouts/notice';
import { sumsub } from '@/lib/reviews/sources/sumsub';
import { veriff } from '@/lib/reviews/sources/veriff';

const SOURCES: Record<string, SignedSource> = {
  'checkout:stripe': stripeCheckout,
  'checkout:woocommerce': woocommerce,
  'kyc:sumsub': sumsub,
  'kyc:veriff': veriff,
  'mail:resend': resendNotices,
  'payout:stripe': stripeNotices,
  'payout:nowpayments': nowNotices,
};

/** Null where nobody of that kind is known. */
export function signedSource({ kind, platform }: { kind: string; platform: string }): SignedSource | null {
  return SOURCES[`${kind}:${platform}`] ?? null;
}

/** Connections that report trading speak the house's own format. */
export const reportsTrading = ({ kind }: { kind: string }): boolean => kind === 'neutral' || kind === 'broker';
