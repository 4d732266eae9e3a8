// A setting is proposed by one person and published by another, who sends exactly what the first one proposed.
import type { SupabaseClient } from '@supabase/supabase-js';
import { canonicalJson } from '@/lib/canonical-json';
import { callFunction, DatabaseTrouble } from '@/lib/db/call';
import { accept, refuse, type Result } from '@/lib/refusal';
import { readVersions } from '@/lib/settings/read';
import { readSetting, type SettingForm, type SettingKey } from '@/lib/settings/schema';

const same = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);

export async function proposeSetting(client: SupabaseClient, form: SettingForm, now: Date): Promise<Result<string>> {
  const read = readSetting(form);
  if (!read.ok) return read;
  const held = (await readVersions(client, [form.key]))[form.key];
  if (held?.published[0] && same(held.published[0].value, read.value)) return refuse('no-change', 'This is what holds already.');
  // The database takes the same value once more for a publication: proposing never publishes.
  if (held?.proposed && same(held.proposed.value, read.value))
    return refuse('already-proposed', 'This is proposed already; another person publishes it.');
  return publish(client, form.key, read.value, now, 'Proposed. Another person publishes it.');
}

/** `version` is the proposal that was seen. */
export async function publishSetting(
  client: SupabaseClient,
  { key, version }: { key: SettingKey; version: number },
  now: Date,
): Promise<Result<string>> {
  const proposed = (await readVersions(client, [key]))[key]?.proposed;
  if (proposed?.version !== version) return refuse('stale', 'Another one is proposed by now, or none. Look again.', { status: 409 });
  return publish(client, key, proposed.value, now, 'Published. It holds from now on.');
}

const WORDS: Record<string, string> = {
  'needs-another-person': 'You proposed it yourself: it needs another person.',
  'not-allowed': 'Config, finance and admin write settings.',
  'invalid-setting': 'The database does not take this value. Nothing was changed.',
};

async function publish(client: SupabaseClient, key: string, value: unknown, now: Date, done: string): Promise<Result<string>> {
  try {
    await callFunction(client, 'publish_setting', { p_key: key, p_value: value, p_now: now.toISOString() });
    return accept(done);
  } catch (error) {
    if (!(error instanceof DatabaseTrouble)) throw error;
    const code = Object.keys(WORDS).find((one) => error.message.includes(one)) ?? 'not-kept';
    return refuse(code, WORDS[code] ?? 'It could not be kept. Nothing was changed; what you typed is still here.');
  }
}
