// The demo firm's shops and identity providers, and what they sent: sold and delivered, twice at once, unknown, underpaid and given back.
// Each message goes the way a real one goes once its signature is proven, so the pages show what would really be there.
import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { loadConnection } from '@/lib/db/ingest';
import { serviceClient } from '@/lib/db/clients';
import { seal } from '@/lib/db/vault';
import { receiveSigned } from '@/lib/inbox/signed-receive';
import { signedSource } from '@/lib/inbox/sources';
import type { SeedContext } from '../seeding';

const PARTIES = [
  ['stripe', 'checkout', 'stripe'],
  ['woocommerce', 'checkout', 'woocommerce'],
  ['sumsub', 'kyc', 'sumsub'],
  ['veriff', 'kyc', 'veriff'],
  ['resend', 'mail', 'resend'],
] as const;

/** All of them sign with the secret of the demo connection, so that one secret is enough to try every door by hand. */
export async function seedParties(client: Client, context: SeedContext): Promise<void> {
  for (const [slug, kind, platform] of PARTIES) {
    const id = randomUUID();
    const secrets = [{ ...seal(context.keys.webhook_secret, `connections:${id}:signing_secrets`), expires_at: null }];
    await client.query(
      `insert into public.connections (id, slug, kind, platform, signing_secrets) select $1, $2, $3, $4, $5
        where not exists (select from public.connections where slug = $2)`,
      [id, slug, kind, platform, JSON.stringify(secrets)],
    );
  }
}

interface Sale {
  name: string;
  email: string;
  product: string;
  amount: number;
  quantity?: number;
  hours: number;
}
const SALES: readonly Sale[] = [
  { name: 'Mira Adler', email: 'mira.adler@traders.tideline.test', product: 'classic-100k', amount: 49_900, hours: 70 },
  { name: 'Noah Lind', email: 'noah.lind@traders.tideline.test', product: 'goat-50k', amount: 32_900, quantity: 2, hours: 52 },
  { name: 'Ines Prado', email: 'ines.prado@traders.tideline.test', product: 'classic-100k', amount: 49_900, hours: 30 },
  { name: 'Omar Haddad', email: 'omar.haddad@traders.tideline.test', product: 'summer-deal-25k', amount: 19_900, hours: 20 },
  { name: 'Lena Vogt', email: 'lena.vogt@traders.tideline.test', product: 'no-time-limit-200k', amount: 89_010, hours: 8 },
];

export async function seedSales(now: number): Promise<number> {
  for (const [index, sale] of SALES.entries()) await send('stripe', stripeSession(index, sale), now - sale.hours * 3_600_000);
  await send('stripe', stripeRefund(2, SALES[2]?.amount ?? 0), now - 3_600_000);
  await send('woocommerce', wooOrder(now), now - 12 * 3_600_000, {
    'x-wc-webhook-topic': 'order.updated',
    'x-wc-webhook-delivery-id': 'demo-1',
  });
  await seedIdentity(now);
  return SALES.length + 2;
}

async function send(slug: string, body: unknown, at: number, headers: Record<string, string> = {}): Promise<void> {
  const connection = await loadConnection(slug);
  const source = connection && signedSource(connection);
  if (!connection || !source) throw new Error(`the demo connection ${slug} is missing`);
  const bytes = Buffer.from(JSON.stringify(body), 'utf8');
  const answer = await receiveSigned({ connection, source, body: bytes, headers, now: new Date(at) });
  if (answer.status !== 200) throw new Error(`the demo message to ${slug} was answered ${answer.status}: ${answer.body.slice(0, 300)}`);
}

function stripeSession(index: number, { name, email, product, amount, quantity = 1 }: Sale) {
  const total = amount * quantity;
  const line = { id: `li_demo_${index}`, description: product, quantity, amount_subtotal: total, amount_total: total, amount_discount: 0 };
  const object = {
    id: `cs_demo_${index}`,
    payment_status: 'paid',
    payment_intent: `pi_demo_${index}`,
    currency: 'usd',
    customer_details: { email, name },
    line_items: { data: [{ ...line, price: { id: product, product: `prod_${product}` } }], has_more: false },
  };
  return { id: `evt_demo_${index}`, object: 'event', type: 'checkout.session.completed', data: { object } };
}

function stripeRefund(index: number, amount: number) {
  const object = {
    id: `ch_demo_${index}`,
    amount,
    amount_refunded: amount,
    currency: 'usd',
    refunded: true,
    payment_intent: `pi_demo_${index}`,
  };
  return { id: `evt_demo_refund_${index}`, object: 'event', type: 'charge.refunded', data: { object } };
}

function wooOrder(now: number) {
  const paid = new Date(now - 12 * 3_600_000).toISOString().slice(0, 19);
  const line = {
    id: 1,
    name: 'No Time Limit 200k',
    product_id: 31,
    variation_id: 0,
    sku: 'no-time-limit-200k',
    quantity: 1,
    total: '989.00',
  };
  const billing = { email: 'rosa.keller@traders.tideline.test', first_name: 'Rosa', last_name: 'Keller' };
  return {
    id: 1042,
    status: 'processing',
    currency: 'USD',
    total: '989.00',
    date_paid_gmt: paid,
    date_modified_gmt: paid,
    billing,
    line_items: [line],
  };
}

/** One identity approved, one asked for again, one that the provider itself is not sure of. */
async function seedIdentity(now: number): Promise<void> {
  const { data, error } = await serviceClient()
    .from('traders')
    .select('id, email')
    .in(
      'email',
      SALES.slice(0, 3).map(({ email }) => email),
    )
    .order('email');
  if (error) throw new Error(`traders: ${error.message}`);
  const answers = [
    { type: 'applicantReviewed', reviewResult: { reviewAnswer: 'GREEN' } },
    { type: 'applicantReviewed', reviewResult: { reviewAnswer: 'RED', reviewRejectType: 'RETRY', rejectLabels: ['BAD_PROOF_OF_ADDRESS'] } },
    { type: 'applicantOnHold' },
  ];
  for (const [index, trader] of (data as { id: string }[]).entries()) {
    const at = now - (6 - index) * 3_600_000;
    const createdAtMs = new Date(at).toISOString().replace('T', ' ').replace('Z', '');
    await send('sumsub', { applicantId: `demo-${index}`, externalUserId: trader.id, createdAtMs, ...answers[index] }, at);
  }
}
