// The settings of one deployment, and the only place that reads the environment.
// Every value is a getter that looks the name up when it is called: Next replaces `process.env.NAME` at build time when it
// sees the name written out, and one build must serve any number of deployments, so the name is always passed as a variable.

/** The value of a setting, or null when it is missing or empty: an unchanged `.env.example` leaves every value empty. */
function optional(name: string): string | null {
  const value = process.env[name]?.trim();
  return value ? value : null;
}

/** The value of a setting without which the caller cannot work; the sentence names it so that the log says what to set. */
function required(name: string): string {
  const value = optional(name);
  if (value === null) throw new Error(`The setting ${name} is missing: see .env.example.`);
  return value;
}

/** Base address of the Supabase project or of the embedded stack. */
export const supabaseUrl = (): string => required('NEXT_PUBLIC_SUPABASE_URL');

/** The key a browser session is opened with; row-level security decides what it may see. */
export const publishableKey = (): string => required('NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY');

/** The key of the service role. It passes row-level security by, so it never leaves the server. */
export const secretKey = (): string => required('SUPABASE_SECRET_KEY');

/** Direct Postgres address, for the worker, the stream's tail and whole-book replays. */
export const databaseUrl = (): string => required('DATABASE_URL');
/** Whether this process may speak to the database itself; without that everything goes by the API. */
export const hasDatabaseUrl = (): boolean => optional('DATABASE_URL') !== null;

/** The key that seals stored secrets (AES-256-GCM) and the name kept beside each sealed value, so keys can be rotated. */
export function credentialsKey(): CredentialsKey {
  return { id: optional('CREDENTIALS_KEY_ID') ?? 'k1', key: keyBytes('CREDENTIALS_KEY', required('CREDENTIALS_KEY')) };
}

export interface CredentialsKey {
  id: string;
  key: Buffer;
}

/** Keys that something may still be sealed with, `id:base64` each, separated by commas. They open and never seal. */
export function oldCredentialsKeys(): CredentialsKey[] {
  const named = (optional('CREDENTIALS_KEYS_OLD') ?? '').split(',').filter((one) => one.trim() !== '');
  return named.map((one) => {
    const [, id = '', key = ''] = /^\s*([^:\s]+):(\S+)\s*$/.exec(one) ?? [];
    if (id === '') throw new Error('The setting CREDENTIALS_KEYS_OLD must name each key, as k1:BASE64, separated by commas.');
    return { id, key: keyBytes('CREDENTIALS_KEYS_OLD', key) };
  });
}

function keyBytes(name: string, base64: string): Buffer {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32) throw new Error(`The setting ${name} must be 32 bytes in base64.`);
  return key;
}

/** The bearer secret of `/api/cron/*`; null closes those doors. */
export const cronSecret = (): string | null => optional('CRON_SECRET');

/** The live key money is paid out with through Stripe Connect; null pays nobody by it. */
export const stripePayoutKey = (): string | null => optional('STRIPE_PAYOUT_KEY');

/** Another address than the provider's own, so that tests can use a local server. */
export const stripeBaseUrl = (): string => optional('STRIPE_BASE_URL') ?? 'https://api.stripe.com';

/** What a crypto payout is signed in with, and the second factor that lets it go; null pays nobody by it. */
export function nowPayments(): { apiKey: string; email: string; password: string; totpSecret: string } | null {
  const apiKey = optional('NOWPAYMENTS_API_KEY');
  if (apiKey === null) return null;
  return {
    apiKey,
    email: required('NOWPAYMENTS_EMAIL'),
    password: required('NOWPAYMENTS_PASSWORD'),
    totpSecret: required('NOWPAYMENTS_TOTP_SECRET'),
  };
}

/** Another address than the provider's own, so that tests can use a local server. */
export const nowPaymentsBaseUrl = (): string => optional('NOWPAYMENTS_BASE_URL') ?? 'https://api.nowpayments.io';

/** Null means that mail is written down as not sent instead of being sent. */
export const resendApiKey = (): string | null => optional('RESEND_API_KEY');
/** Whether letters leave this office at all: nobody is told that one is on its way where none is. */
export const mailLeaves = (): boolean => resendApiKey() !== null;

/** Another address than the provider's own, so that tests can use a local server. */
export const resendBaseUrl = (): string | null => optional('RESEND_BASE_URL');

/** Sender of every mail. */
export const mailFrom = (): string => optional('MAIL_FROM') ?? 'Tideline <office@tideline.test>';

/** Where people reach this office; links in mails start with it. Never ends in a slash. */
export const appUrl = (): string => (optional('APP_URL') ?? `http://localhost:${optional('PORT') ?? '3000'}`).replace(/\/+$/, '');

/** Folder of what this machine keeps beside the database: letters that went nowhere, anchors of the audit. Null where none is set. */
export const dataDir = (): string | null => optional('DATA_DIR');

/** True only under the embedded stack, where nothing outside this machine is trusted or needed. */
export const isEmbedded = (): boolean => optional('STACK_EMBEDDED') === '1';

/** What Node itself was started as; anything unknown counts as production. */
export function nodeEnv(): 'development' | 'test' | 'production' {
  const value = optional('NODE_ENV');
  return value === 'development' || value === 'test' ? value : 'production';
}
