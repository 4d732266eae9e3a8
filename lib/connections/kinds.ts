// Which outside parties may be connected, in the words of the office: who posts, who makes its secret, and which credentials it needs. Pure.
import { z } from 'zod';
import { accept, refuse, type Result } from '@/lib/refusal';

export const KINDS = ['neutral', 'broker', 'checkout', 'kyc', 'payout', 'mail'] as const;
export type ConnectionKind = (typeof KINDS)[number];

export const KIND_WORDS: Record<ConnectionKind, string> = {
  neutral: 'Trading reports, our own format',
  broker: 'Trading reports of a broker’s relay',
  checkout: 'A shop',
  kyc: 'Identity checks',
  payout: 'Notices of a payout provider',
  mail: 'Notices of the mail provider',
};
export const reportsTrades = (kind: string): boolean => kind === 'neutral' || kind === 'broker';

export interface Party {
  kind: ConnectionKind;
  platform: string;
  name: string;
  /** Who makes the signing secret: where they do, it is pasted here; where we do, it is shown once. */
  secretFrom: 'us' | 'them';
  /** Credentials we need to ask them, by name; none where they only post. */
  credentials: readonly CredentialName[];
}

/** In the order of the form. Only an address may be left out: then it is the provider's own. */
export const CREDENTIALS = {
  api_key: 'API key',
  email: 'Sign-in e-mail',
  password: 'Password',
  totp_secret: 'Secret of the second factor',
  base_url: 'Address',
} as const;
export type CredentialName = keyof typeof CREDENTIALS;

const trading = (platform: string, name: string): Party => ({ kind: 'broker', platform, name, secretFrom: 'us', credentials: [] });
export const PARTIES: readonly Party[] = [
  { kind: 'neutral', platform: 'other', name: 'Any sender of our own format', secretFrom: 'us', credentials: [] },
  trading('mt5', 'MetaTrader 5 relay'),
  trading('mt4', 'MetaTrader 4 relay'),
  trading('match-trader', 'Match-Trader relay'),
  trading('ctrader', 'cTrader relay'),
  trading('tradovate', 'Tradovate relay'),
  trading('ninjatrader', 'NinjaTrader relay'),
  trading('rithmic', 'Rithmic relay'),
  trading('dxtrade', 'DXtrade relay'),
  trading('tradelocker', 'TradeLocker relay'),
  { kind: 'checkout', platform: 'stripe', name: 'Stripe Checkout', secretFrom: 'them', credentials: ['api_key', 'base_url'] },
  { kind: 'checkout', platform: 'woocommerce', name: 'WooCommerce', secretFrom: 'us', credentials: [] },
  { kind: 'kyc', platform: 'sumsub', name: 'Sumsub', secretFrom: 'them', credentials: [] },
  { kind: 'kyc', platform: 'veriff', name: 'Veriff', secretFrom: 'them', credentials: [] },
  { kind: 'payout', platform: 'stripe', name: 'Stripe payouts', secretFrom: 'them', credentials: ['api_key'] },
  {
    ...{ kind: 'payout', platform: 'nowpayments', name: 'NOWPayments', secretFrom: 'them' },
    credentials: ['api_key', 'email', 'password', 'totp_secret'],
  },
  { kind: 'mail', platform: 'resend', name: 'Resend', secretFrom: 'them', credentials: [] },
];
export const partyOf = (kind: string, platform: string): Party | null =>
  PARTIES.find((one) => one.kind === kind && one.platform === platform) ?? null;

/** What is kept of what was typed: everything the party needs and nothing else. */
export function credentialsIn(party: Party, typed: Partial<Record<CredentialName, string>>): Result<Record<string, string>> {
  const missing = party.credentials.find((name) => name !== 'base_url' && !typed[name]);
  if (missing) return refuse('invalid-input', `Write this too: ${CREDENTIALS[missing]}.`, { path: missing });
  return accept(Object.fromEntries(party.credentials.flatMap((name) => (typed[name] ? [[name, typed[name]]] : []))));
}

const LEAST_KEY_BYTES = 16;
const LEAST_SIGNS = 8;

/**
 * What is wrong with a signing secret that was pasted, or null. One shown masked, as most providers show it, is no secret: read as
 * base64 it is an empty key, under which anybody can sign.
 */
export function secretTrouble({ kind, platform }: { kind: string; platform: string }, secret: string): string | null {
  if (!/^[!-~]+$/.test(secret)) return 'This is no secret: copy it as it is, not as it is shown.';
  const isStandard = reportsTrades(kind) || platform === 'resend';
  if (!isStandard) return secret.length < LEAST_SIGNS ? `A signing secret has at least ${LEAST_SIGNS} signs.` : null;
  const text = secret.replace(/^whsec_/, '');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text) && Math.floor((text.replaceAll('=', '').length * 3) / 4) >= LEAST_KEY_BYTES) return null;
  return `This signing secret is whsec_ and at least ${LEAST_KEY_BYTES} bytes as base64.`;
}

const seconds = (least: number, most: number, words: string) => z.coerce.number(words).int(words).min(least, words).max(most, words);
const address = z.union([
  z.literal(''),
  z.url({ protocol: /^https?$/, error: 'Write an address that begins with https://, or leave it empty.' }),
]);

/** What may be changed of a source at any time. */
export const settingsForm = {
  server: z.string().trim().max(120),
  server_zone: z.string().trim().max(60),
  resync_url: address,
  orders_url: address,
  rate_limit: seconds(1, 1_000_000, 'A rate is a whole number of messages a minute, 1 or more.'),
  confirm_grace_seconds: seconds(0, 604_800, 'The grace is 0 to 604800 seconds.'),
  order_grace_seconds: seconds(1, 86_400, 'Orders may wait 1 to 86400 seconds.'),
  quiet_after_seconds: z.union([
    z.literal('').transform(() => null),
    seconds(60, 604_800, 'Silence is 60 to 604800 seconds, or empty where silence says nothing.'),
  ]),
};
export const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
export const creationForm = z.strictObject({
  slug: z.string().trim().regex(SLUG, 'Small letters, digits and hyphens, up to 63; it becomes the address.'),
  party: z.string().regex(/^[a-z]+:[a-z0-9-]+$/, 'Choose who posts.'),
  secret: z.string().trim().max(300),
});
export type SourceSettings = z.output<z.ZodObject<typeof settingsForm>>;
