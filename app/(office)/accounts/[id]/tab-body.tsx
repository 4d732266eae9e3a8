// What the chosen tab shows; only that tab is read.
import type { SupabaseClient } from '@supabase/supabase-js';
import { AccountPositions } from '@/components/accounts/account-positions';
import { AccountTrades } from '@/components/accounts/account-trades';
import { AccountViolations } from '@/components/accounts/account-violations';
import { Notes } from '@/components/accounts/notes';
import { Timeline } from '@/components/accounts/timeline';
import { TradeFlags } from '@/components/trades/trade-flag';
import { readNotes, readStaffNames, type AccountHead } from '@/lib/accounts/read';
import { readTimeline } from '@/lib/events/read';
import type { StaffActor } from '@/lib/staff/actor';
import { readersOf } from '@/lib/staff/roles';
import { readAccountPositions, readAccountTrades } from '@/lib/trades/read';
import type { ViolationRow } from '@/lib/violations/read';
import { flagOneTrade } from '../../trades/actions';
import { addAccountNote } from '../actions';
import type { AccountAddress } from './address';
import { behaviourTab } from './behaviour-tab';
import { linkedTab } from './linked';
import { payoutsTab } from './payouts-tab';

type Props = {
  address: AccountAddress;
  account: AccountHead;
  violations: ViolationRow[] | null;
  actor: StaffActor;
  client: SupabaseClient;
};

const NOTE_WRITERS = ['support', 'risk', 'admin'];
const SHOWN_TRADES = 50;

/** Called rather than drawn, so that whatever it reads fails in the place of the tab. */
export async function tabBody({ address, account, violations, actor, client }: Props) {
  const maySeeTrades = readersOf('/trades').includes(actor.role);
  switch (address.tab) {
    case 'trades':
      return maySeeTrades ? (
        <TradeFlags action={actor.role === 'risk' || actor.role === 'admin' ? flagOneTrade : null}>
          <AccountTrades
            accountId={account.id}
            since={account.activated_at}
            {...await readAccountTrades(client, account.id, SHOWN_TRADES)}
          />
        </TradeFlags>
      ) : (
        <NotYours />
      );
    case 'positions':
      return maySeeTrades ? <AccountPositions rows={await readAccountPositions(client, account.id)} /> : <NotYours />;
    case 'violations':
      if (violations === null) throw new Error('The violations were not read.');
      return <AccountViolations rows={violations} />;
    case 'behaviour':
      return maySeeTrades ? await behaviourTab({ account, client, address }) : <NotYours />;
    case 'linked':
      return linkedTab({ account: account.id, actor, client });
    case 'payouts':
      return payoutsTab({ account, actor, client });
    case 'notes':
      return accountNotes({ account, actor, client });
    default:
      return accountTimeline({ address, account, client });
  }
}

async function accountNotes({ account, actor, client }: Pick<Props, 'account' | 'actor' | 'client'>) {
  const rows = await readNotes(client, account.id);
  const names = await readStaffNames(
    client,
    rows.map((row) => row.staff_id),
  );
  const notes = rows.map((row) => ({
    id: row.id,
    body: row.body,
    created_at: row.created_at,
    author: names[row.staff_id] ?? 'Former staff',
  }));
  return <Notes accountId={account.id} notes={notes} mayWrite={NOTE_WRITERS.includes(actor.role)} action={addAccountNote} />;
}

async function accountTimeline({ address, account, client }: Pick<Props, 'address' | 'account' | 'client'>) {
  const before = address.before ? Number.parseInt(address.before, 10) : null;
  const { rows, older } = await readTimeline(client, account.id, { kind: address.kind, before });
  return (
    <Timeline
      rows={rows}
      kind={address.kind}
      kindLinks={Object.fromEntries(['', 'account', 'trade', 'rule', 'review', 'mail'].map((kind) => [kind, address.href({ kind })]))}
      olderHref={older === null ? null : address.href({ before: String(older) })}
    />
  );
}

function NotYours() {
  return <p className="text-ink-2">Your role does not read trades.</p>;
}
