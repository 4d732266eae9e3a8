// R36: what other parties trusted us with. Made and changed by the office's own verbs while messages come in, it stands nowhere in plain: not
// in any row, not in what was logged. Put in another's place it opens for nobody, and no one is answered by it. With a new key everything is
// sealed again while traffic goes on, and nothing needs the old one afterwards. tests/integrations/credential-keys holds the short form.
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { expect, vi } from 'vitest';
import { createSource, keepCredentials, rotateSource } from '@/lib/connections/write';
import { pool } from '@/lib/db/pool';
import { resealAll } from '@/lib/db/reseal';
import { isCurrent, open, type Sealed } from '@/lib/db/vault';
import { saveEndpoint } from '@/lib/outbound/write';
import { saveDestination } from '@/lib/payouts/destination-settle';
import type { TraderActor } from '@/lib/staff/actor';
import { serveDoor } from '../flow/door-server';
import { post } from '../flow/firm';
import { openFunded, startFunded, type Funded, type FundedAccount } from '../payouts/funded';
import { trade } from '../trades/wire-samples';
import { atVolume, scoreRow } from './row';

interface Held {
  place: string;
  id: string;
  value: Sealed;
}
const PLACES = `select 'connections' as place, 'signing_secrets' as part, c.id, s as value from public.connections c, jsonb_array_elements(c.signing_secrets) s
  union all select 'connections', 'credentials', id, credentials from public.connections where credentials is not null
  union all select 'outbound_endpoints', 'secrets', e.id, s from public.outbound_endpoints e, jsonb_array_elements(e.secrets) s
  union all select 'beneficiaries', 'destination', id, destination from public.beneficiaries where destination ? 'ciphertext'`;
const held = async ({ flow }: Funded): Promise<Held[]> =>
  (await flow.rows<{ place: string; part: string; id: string; value: Sealed }>(PLACES)).map(({ place, part, id, value }) => ({
    place: `${place}:${id}:${part}`,
    id,
    value,
  }));

/** Which words stand in any row of any table, in any schema of ours. */
async function inAnyRow({ flow }: Funded, words: string[]): Promise<string[]> {
  const { rows: tables } = await flow.stack.admin.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'private', 'auth', 'graphile_worker') and c.relkind in ('r', 'p')`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await flow.stack.admin.query<{ word: string }>(
      `select distinct w as word from ${name} x, unnest($1::text[]) w where position(w in to_jsonb(x)::text) > 0`,
      [words],
    );
    found.push(...rows.map(({ word }) => `${name} ${word}`));
  }
  return found;
}

const newKey = (): string => randomBytes(32).toString('base64');
function setKeys(key: string, id: string, old: string): void {
  Object.assign(process.env, { CREDENTIALS_KEY: key, CREDENTIALS_KEY_ID: id, CREDENTIALS_KEYS_OLD: old });
}

const actorOf = ({ trader }: FundedAccount) => ({ kind: 'trader', id: trader.id, userId: trader.userId }) as TraderActor;

interface Filled {
  /** Every secret that went in. */
  plain: string[];
  senders: { slug: string; secret: string }[];
}

/** So many sources that trade, sources that pay, listeners and destinations, each with what is secret about it, by the office's own verbs. */
async function fill(firm: Funded, rows: number): Promise<Filled> {
  const { id, client } = await firm.flow.stack.signUp('config@r36.test');
  await firm.flow.rows(`insert into public.staff (id, email, full_name, role) values ($1, 'config@r36.test', 'C', 'config')`, id);
  const filled: Filled = { plain: [], senders: [] };
  for (let place = 0; place < rows; place += 1) {
    const listener = { name: `l${place}`, url: 'https://hear.test/x', topics: ['withdrawal.completed' as const] };
    const [relay, payer, heard] = [
      await createSource(client, { slug: `relay-${place}`, party: 'broker:mt5', secret: '' }),
      await createSource(client, { slug: `pay-${place}`, party: 'payout:nowpayments', secret: `ipn-${newKey()}` }),
      await saveEndpoint(client, null, listener),
    ];
    if (!relay.ok || !payer.ok || !heard.ok) throw new Error(JSON.stringify([relay, payer, heard]));
    const rotated = await rotateSource(client, { id: relay.value.id, given: '', overlap_seconds: 3_600, reason: 'Rotated.' });
    const typed = { api_key: newKey(), email: `pay${place}@firm.test`, password: newKey(), totp_secret: newKey() };
    expect(await keepCredentials(client, payer.value.id, typed)).toMatchObject({ ok: true });
    const account = newKey();
    const form = { id: null, provider: 'bank' as const, name: 'Fay Funded', account, bank: 'GIBACZPX', currency: undefined };
    expect(await saveDestination(actorOf(await openFunded(firm, '0')), form, ['bank'], new Date())).toMatchObject({ ok: true });
    const secret = rotated.ok ? (rotated.value.secret ?? '') : '';
    filled.senders.push({ slug: `relay-${place}`, secret });
    filled.plain.push(
      relay.value.secret ?? '',
      secret,
      heard.value.secret ?? '',
      typed.api_key,
      typed.password,
      typed.totp_secret,
      account,
    );
  }
  expect(filled.plain.filter((word) => word.length < 20)).toEqual([]);
  return filled;
}

/** Each opens where it belongs and nowhere else; answers how often it was tried elsewhere. */
function swapAll(all: readonly Held[]): number {
  let tried = 0;
  for (const { place, value } of all) {
    expect(() => open(value, place)).not.toThrow();
    for (const other of all) {
      if (place === other.place) continue;
      expect(() => open(value, other.place), `${place} opened as ${other.place}`).toThrow();
      tried += 1;
    }
  }
  return tried;
}

/** Everything sealed with a new key, while every sender goes on and none is refused. */
async function rotateUnder({ flow }: Funded, { senders }: Filled, base: string): Promise<{ messages: number; sealed_again: number }> {
  const before = `${process.env.CREDENTIALS_KEY_ID}:${process.env.CREDENTIALS_KEY}`;
  const next = newKey();
  setKeys(next, 'r36', before);
  let [messages, going] = [0, true];
  const traffic = async (): Promise<void> => {
    while (going) {
      const { slug, secret } = senders[messages % senders.length] ?? { slug: '', secret: '' };
      const account = { platform: 'mt5', server: 'Live', login: '1' };
      const body = trade(`r36-${messages}`, '1.00', '2026-11-18T14:40:00.000Z', { account });
      expect([slug, (await post(base, body, { slug, secret })).status]).toEqual([slug, 200]);
      messages += 1;
    }
  };
  const sending = traffic();
  const { unreadable, sealed_again } = await resealAll(pool());
  going = false;
  await sending;
  // What the simulated provider is paid to needs no seal and has none in these tests.
  const [bare] = await flow.rows<{ n: number }>(`select count(*)::int as n from public.beneficiaries where not destination ? 'ciphertext'`);
  expect(unreadable).toBe(bare?.n);
  setKeys(next, 'r36', '');
  return { messages, sealed_again };
}

scoreRow(
  {
    row: 'R36',
    what: 'sealed credentials: searched for, swapped, sealed again under traffic',
    target: '0 in plain; every swap refused; rotation 100 %',
    short: { rows: 4 },
    full: { rows: atVolume(20, 4) },
    faults: ['secrets', 'swaps refused', 'rotated', 'messages during the rotation'],
  },
  async ({ volume, met }) => {
    const logged: string[] = [];
    for (const name of ['log', 'warn', 'error'] as const) {
      vi.spyOn(console, name).mockImplementation((...words) => void logged.push(JSON.stringify(words)));
    }
    const firm = await startFunded();
    const door = await serveDoor();
    try {
      const filled = await fill(firm, volume.rows);
      met('secrets', filled.plain.length);
      expect(await inAnyRow(firm, filled.plain)).toEqual([]);
      met('swaps refused', swapAll(await held(firm)));
      const { messages, sealed_again } = await rotateUnder(firm, filled, `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
      met('messages during the rotation', messages);
      met('rotated', sealed_again);
      const after = await held(firm);
      expect(after.filter(({ value, place }) => !isCurrent(value, place)).map(({ place }) => place)).toEqual([]);
      expect(sealed_again).toBe(after.length);
      expect(await inAnyRow(firm, filled.plain)).toEqual([]);
      const words = logged.join('\n');
      expect(filled.plain.filter((word) => words.includes(word))).toEqual([]);
    } finally {
      door.close();
      door.closeAllConnections();
      await firm.flow.close();
    }
  },
);
