// Looks through thirty days of logins, terminals and portal sign-ins for traders who share lines and machines. What it finds is recorded as
// signals; whoever seems to be one person behind two names for one challenge becomes a question to a person, and never more than that.
import { byTrader, evidenceOf, type AccessBook } from '@/lib/abuse/access-book';
import type { Likeness, Person } from '@/lib/abuse/identity';
import { candidates, type Candidate, type Place, type Usage } from '@/lib/abuse/shared-ip';
import { judgePairs, pairKey, WINDOW, WINDOW_DAYS, type SharedSignal } from '@/lib/abuse/shared-ip-signals';
import { callFunction } from '@/lib/db/call';
import { serviceClient } from '@/lib/db/clients';
import { pool } from '@/lib/db/pool';

const DAY_MS = 86_400_000;
const CHUNK = 200;

type Span = [since: string, until: string];

/** The job `scan-access`. May run as often as one likes: the same visits make the same signals. */
export async function scanAccess(now: Date): Promise<Record<string, number>> {
  const span: Span = [new Date(now.getTime() - WINDOW_DAYS * DAY_MS).toISOString(), new Date(now.getTime() + DAY_MS).toISOString()];
  const usages = await rows<Usage>('select * from private.access_usages($1, $2, null)', span);
  const places = await placesOf(usages, span, now);
  const listed = await listedPairs();
  const pairs = withListed(candidates(places, usages), listed);
  const compared = new Set(pairs.flatMap(({ a, b }) => [a, b]));
  const own = usages.filter(({ trader, place }) => compared.has(trader) && !places.has(place)).map(({ place }) => place);
  const book = await bookOf(compared, usages, new Map([...places, ...(await readPlaces(own, span, now))]), span);
  const evidences = pairs.flatMap(({ a, b }) => evidenceOf(book, a, b) ?? []);
  const { signals, asked } = judgePairs(evidences, listed);
  await record(signals, now);
  const questions = await question(asked, now);
  return { places: places.size, pairs: pairs.length, signals: signals.length, asked: questions };
}

/** Only where two came is anything to be known of a place. */
function placesOf(usages: Usage[], span: Span, now: Date): Promise<Map<string, Place>> {
  const counts = new Map<string, number>();
  for (const { place } of usages) counts.set(place, (counts.get(place) ?? 0) + 1);
  const shared = [...counts].filter(([, count]) => count > 1).map(([id]) => id);
  return readPlaces(shared, span, now);
}

async function readPlaces(ids: string[], [since, until]: Span, now: Date): Promise<Map<string, Place>> {
  const found = await rows<Place & { is_inner: boolean }>('select * from private.access_places($1, $2, $3, false, $4)', [
    ids,
    since,
    until,
    now.toISOString(),
  ]);
  return new Map(found.map(({ is_inner, ...place }) => [place.id, { ...place, isInner: is_inner }]));
}

/** Pairs a signal names that nobody decided: their score follows what is known now, also when it falls. */
async function listedPairs(): Promise<Set<string>> {
  const found = await rows<{ trader_a: string; trader_b: string }>(
    `select trader_a, trader_b from public.abuse_signals where kind in ('shared_ip', 'shared_device') and "window" = $1 and state in ('open', 'watch')`,
    [WINDOW],
  );
  return new Set(found.map(({ trader_a, trader_b }) => pairKey(trader_a, trader_b)));
}

function withListed(found: Candidate[], listed: ReadonlySet<string>): Candidate[] {
  const known = new Set(found.map(({ a, b }) => pairKey(a, b)));
  const others = [...listed].filter((key) => !known.has(key)).map((key) => key.split(' '));
  return [...found, ...others.map(([a = '', b = '']) => ({ a, b, places: [] }))];
}

async function bookOf(compared: ReadonlySet<string>, usages: Usage[], places: Map<string, Place>, span: Span): Promise<AccessBook> {
  const traders = [...compared];
  const people = await rows<Person>('select * from private.access_people($1::uuid[], $2, $3)', [traders, ...span]);
  const alike = await rows<Likeness & { trader_a: string; trader_b: string }>(
    `select trader_a, trader_b, kind, round(max(score))::int as score from public.abuse_signals
      where kind in ('copy_trade', 'hedge') and state <> 'cleared' and trader_a = any ($1::uuid[]) and trader_b = any ($1::uuid[]) group by 1, 2, 3`,
    [traders],
  );
  const byPair = grouped(alike);
  return {
    people: new Map(people.map((person) => [person.id, person])),
    places,
    byTrader: byTrader(usages),
    likeness: (a, b) => byPair.get(pairKey(a, b)) ?? [],
  };
}

async function record(signals: SharedSignal[], now: Date): Promise<void> {
  for (let from = 0; from < signals.length; from += CHUNK) {
    const p = { now: now.toISOString(), signals: signals.slice(from, from + CHUNK) };
    await callFunction(serviceClient(), 'record_signals', { p });
  }
}

async function question(asked: SharedSignal[], now: Date): Promise<number> {
  let opened = 0;
  for (const { trader_a, trader_b, score, parts } of asked) {
    const why = parts.map(({ points, words }, place) => ({
      label: `Reason ${place + 1}, ${points > 0 ? '+' : ''}${points}`,
      value: words,
    }));
    const p = { trader_a, trader_b, score, parts: why, now: now.toISOString() };
    if ((await callFunction<string | null>(serviceClient(), 'question_shared_access', { p })) !== null) opened += 1;
  }
  return opened;
}

async function rows<Row extends object>(text: string, values: unknown[]): Promise<Row[]> {
  const { rows: found } = await pool().query<Row>(text, values);
  return found;
}

function grouped<Row extends { trader_a: string; trader_b: string }>(found: Row[]): Map<string, Row[]> {
  const pairs = new Map<string, Row[]>();
  for (const row of found) {
    const key = pairKey(row.trader_a, row.trader_b);
    pairs.set(key, [...(pairs.get(key) ?? []), row]);
  }
  return pairs;
}
