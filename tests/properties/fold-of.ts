// A life as the judge reads it: scaled, doubted and put in order by the product's own door, without anything delivered late.
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { cents } from '@/lib/money';
import { compareKeys } from '@/lib/rules/order';
import type { FoldEvent, Opening } from '@/lib/rules/types';
import { foldAccount } from '@/lib/trades/account-fold';
import { admit } from '@/lib/trades/admit';
import type { BrokerEvent } from '@/lib/trades/event';
import type { Life } from './lives';

const RECEIVED = '2027-06-01T00:00:00.000Z';

/** What the door lets in, each event once. */
export function brokerEvents(life: Life): BrokerEvent[] {
  return admitted(life).map(({ event }) => event);
}

function admitted(life: Life) {
  const { digits, currency } = life.book;
  const scaling = { digits, currency, source: 'webhook', message_id: 'm', received_at: RECEIVED } as const;
  return admit(life.told, { known: [] } as unknown as LoadedAccount, scaling).fresh;
}

export function foldsOf(life: Life): FoldEvent[] {
  const loaded = {
    facts: null,
    reversed: [],
    checkpoint: null,
    activated_at: life.activated_at,
    initial_balance_cents: cents(Number(life.book.initial)),
    events: [...life.booked].sort((a, b) => compareKeys(a.order_key, b.order_key)),
  } as unknown as LoadedAccount;
  return foldAccount(loaded, admitted(life), life.book.ruleSet).events;
}

export function openingOf(life: Life, events: readonly FoldEvent[]): Opening {
  const activated = Date.parse(life.activated_at);
  return { at: Math.min(activated, events[0]?.at ?? activated), balance_cents: cents(Number(life.book.initial)) };
}
