// What a person or another program needs to reach the local stack.
import { demoLogins, type DemoLogin } from './demo-logins';
import { readKeys, type Keys } from './keys';
import { isAlive } from './processes';
import type { Settings } from './settings';
import { readState, runningState, type PartName } from './state';

export interface StackStatus {
  app_url: string;
  api_url: string;
  db_url: string;
  publishable_key: string;
  secret_key: string;
  webhook_secret: string;
  cron_secret: string;
  logins: DemoLogin[];
  /** True when every part was ready and its supervisor lives. */
  running: boolean;
  parts: Partial<Record<PartName, boolean>>;
}

/** Null before the first start, when there are no keys yet. */
export function readStatus(settings: Settings): StackStatus | null {
  const keys = readKeys(settings.dataDir);
  if (!keys) return null;
  const state = runningState(settings.dataDir);
  const known = readState(settings.dataDir);
  const parts = Object.entries(known?.parts ?? {}).map(([name, part]) => [name, isAlive(part)]);
  return {
    app_url: state?.app_url ?? settings.appUrl,
    api_url: state?.api_url ?? settings.apiUrl,
    db_url: state?.db_url || databaseUrl(settings, keys),
    publishable_key: keys.publishable_key,
    secret_key: keys.secret_key,
    webhook_secret: keys.webhook_secret,
    cron_secret: keys.cron_secret,
    logins: demoLogins(keys),
    running: state?.ready ?? false,
    parts: Object.fromEntries(parts) as Partial<Record<PartName, boolean>>,
  };
}

export const databaseUrl = (settings: Settings, keys: Pick<Keys, 'database_password'>): string =>
  `postgresql://postgres:${keys.database_password}@127.0.0.1:${settings.databasePort}/postgres`;

/** The settings of the stack that runs now: a port given only to the command that started it counts for every tool beside it. */
export function asRunning(settings: Settings): Settings {
  const state = settings.hosted ? null : runningState(settings.dataDir);
  if (!state) return settings;
  const stackPort = Number(new URL(state.api_url).port);
  return { ...settings, appUrl: state.app_url, apiUrl: state.api_url, stackPort, databasePort: stackPort + 1 };
}

/** The environment under which web, worker, seed and tools run against the embedded stack. */
export function stackEnvironment(settings: Settings, keys: Keys): Record<string, string> {
  return {
    ...settings.values,
    NEXT_PUBLIC_SUPABASE_URL: settings.apiUrl,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: keys.publishable_key,
    SUPABASE_SECRET_KEY: keys.secret_key,
    DATABASE_URL: databaseUrl(settings, keys),
    CREDENTIALS_KEY: keys.credentials_key,
    CREDENTIALS_KEY_ID: keys.credentials_key_id,
    CRON_SECRET: keys.cron_secret,
    APP_URL: settings.appUrl,
    PORT: String(settings.port),
    STACK_PORT: String(settings.stackPort),
    DATA_DIR: settings.dataDir,
    STACK_EMBEDDED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
  };
}
