// The PostgREST and auth APIs of `@supabase/lite` over our own Postgres, set up so that they behave as a hosted project does.
import { App, ResendEmailDriver, type EmailDriver } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { join } from 'node:path';
import { withFewerTrips } from './fewer-trips';
import type { Keys } from './keys';

export type SchemaCache = NonNullable<Parameters<typeof createPostgresConnection>[0]['schemaCache']>;

export interface ApiOptions {
  /** Address of the database as `postgres`, the role that may become anon, authenticated and service_role. */
  databaseUrl: string;
  keys: Pick<Keys, 'publishable_key' | 'secret_key' | 'jwt_secret'>;
  /** Where people reach the office; links in recovery mails start with it. */
  appUrl: string;
  /** Folder that holds `templates/`. */
  supabaseFolder: string;
  email: EmailDriver;
  /** Connections to the database. */
  connections?: number;
  /** Where the schema is kept once it was read, for whoever serves many databases of one schema. */
  schemaCache?: SchemaCache;
}

/**
 * The package writes an array or object argument of a function as text before its driver writes it as json again, so it would arrive
 * as a json string. Text that is a whole array or object is therefore passed on as it stands, and everything else is written once.
 * The price: a string argument that spells out an array or object arrives as that array or object, where a hosted project keeps it
 * a string. No function of ours takes such a string.
 */
export function writeJsonOnce(value: unknown): string {
  if (typeof value === 'string' && /^\s*[[{]/.test(value)) {
    // Nobody writes so much by hand, and reading a whole message again would cost as much as judging some of it.
    if (value.length > MUCH_TEXT && /[\]}]\s*$/.test(value.slice(-64))) return value;
    try {
      JSON.parse(value);
      return value;
    } catch {
      // It only began like json: it is an ordinary string.
    }
  }
  return JSON.stringify(value);
}

const MUCH_TEXT = 8_192;
const RECONNECT_SECONDS = 0.25;

const jsonTypes = {
  json: { to: 114, from: [114], serialize: writeJsonOnce, parse: (text: string): unknown => JSON.parse(text) },
  jsonb: { to: 3802, from: [3802], serialize: writeJsonOnce, parse: (text: string): unknown => JSON.parse(text) },
};

export function createApi(options: ApiOptions): App {
  const connection = createPostgresConnection({
    url: options.databaseUrl,
    ...(options.schemaCache ? { schemaCache: options.schemaCache } : {}),
    postgresOptions: {
      max: options.connections ?? 12,
      onnotice: () => undefined,
      types: jsonTypes,
      // By itself it waits longer after each failure, up to twenty seconds in which whoever asks hears nothing; the database is on this machine.
      backoff: () => RECONNECT_SECONDS,
      connection: { application_name: 'api' },
    },
  });
  withFewerTrips(connection.driver);
  return new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: options.keys.jwt_secret,
      publishable_key: options.keys.publishable_key,
      secret_key: options.keys.secret_key,
      site_url: options.appUrl,
      minimum_password_length: 10,
      email: {
        enable_signup: true,
        enable_confirmations: false,
        template: {
          recovery: { subject: 'Choose a new password', content_path: join(options.supabaseFolder, 'templates', 'recovery.html') },
        },
      },
    },
    api: { schemas: ['public'], max_rows: 5_000 },
    options: {
      drivers: { email: options.email },
      // Nobody is the service role for coming from this machine, and nothing but the two APIs is served.
      server: { admin: false, disableStudio: true, disableFallback: true },
    },
  });
}

/**
 * The package's plain-text letters are fixed and point at the auth server's own page, which does not exist at the office's address;
 * the text therefore takes the link of the letter's html part.
 */
function withOwnLink(driver: EmailDriver): EmailDriver {
  return {
    send: (message) => {
      const link = /href="([^"]*\/reset-password\?[^"]*)"/.exec(message.html ?? '')?.[1];
      const text = link ? message.text?.replace(/\S+\/auth\/v1\/verify\?\S+/, link) : message.text;
      return driver.send({ ...message, ...(text === undefined ? {} : { text }) });
    },
  };
}

/** Mail by the provider where a key is set, else the given one that only writes it down. */
export function emailDriver(values: Record<string, string>, otherwise: EmailDriver): EmailDriver {
  const apiKey = values.RESEND_API_KEY;
  if (!apiKey) return withOwnLink(otherwise);
  const base = values.RESEND_BASE_URL?.replace(/\/+$/, '');
  const from = values.MAIL_FROM ?? 'Tideline <office@tideline.test>';
  return withOwnLink(new ResendEmailDriver({ apiKey, from, ...(base ? { endpoint: `${base}/emails` } : {}) }));
}

/**
 * The package's first use creates roles and grants everything on every table to everybody, and two at once trip over each other.
 * So it is used once before anybody else can reach it, and then our own grants are put back.
 */
export async function warmUp(app: App, keys: Pick<Keys, 'publishable_key'>, reapplyGrants: () => Promise<void>): Promise<void> {
  await app.init();
  await app.connection.withContext({ auth: { role: 'anon' } }, () => Promise.resolve());
  // It looks through the text of every view with every request for types this database does not have; without the text it finds none at once.
  for (const view of (await app.connection.introspect({ useCache: true })).views) view.sql = '';
  await app.fetch(new Request('http://127.0.0.1/auth/v1/health', { headers: { apikey: keys.publishable_key } }));
  await reapplyGrants();
}
