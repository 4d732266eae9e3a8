// One trader: who is this person to us, and may they be paid?
import type { SupabaseClient } from '@supabase/supabase-js';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Notes } from '@/components/accounts/notes';
import { KycForm } from '@/components/kyc/kyc-form';
import { KycReports } from '@/components/kyc/kyc-reports';
import { TraderMoneyPanels } from '@/components/payouts/trader-money';
import { Logins } from '@/components/staff/logins';
import { ReachPanel } from '@/components/mail/reach-panel';
import { AccessForm } from '@/components/traders/access-form';
import { AccessChip, KycChip } from '@/components/traders/chips';
import { ContactForm } from '@/components/traders/contact-form';
import { ErasureForms } from '@/components/traders/erasure-forms';
import { ErasurePanel } from '@/components/traders/erasure-panel';
import { PersonHistory } from '@/components/traders/history';
import { TraderAccounts, TraderOrders } from '@/components/traders/holdings';
import { InviteForm } from '@/components/traders/invite-form';
import { PersonPanel } from '@/components/traders/person-panel';
import { ErrorState } from '@/components/ui/error-state';
import { OffButton } from '@/components/ui/off-button';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { Panel } from '@/components/ui/panel';
import { createClient } from '@/lib/db/server';
import type { HistoryLine } from '@/lib/events/line';
import { readTraderMail } from '@/lib/mail/read';
import { readTraderMoney } from '@/lib/payouts/trader-read';
import { readKycReports } from '@/lib/reviews/kyc-read';
import type { KycStatus } from '@/lib/reviews/kyc-states';
import type { StaffActor } from '@/lib/staff/actor';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf, type StaffRole } from '@/lib/staff/roles';
import { readErasure } from '@/lib/traders/erasure-read';
import {
  readTrader,
  readTraderAccounts,
  readTraderHistory,
  readTraderLogins,
  readTraderNotes,
  readTraderOrders,
  type TraderRow,
} from '@/lib/traders/office-read';
import { clearTraderAddress } from '../../mail/actions';
import { NobodyElse } from '../../nobody-else';
import { decideAccess, inviteToPortal, mendContact, noteOnTrader } from '../actions';
import { askToErase, decideToErase, holdForLaw } from '../erasure-actions';
import { decideIdentity } from '../kyc-actions';

export const metadata: Metadata = { title: 'Trader' };

const among = (role: StaffRole, ...roles: StaffRole[]): boolean => roles.includes(role);
const ORDER_READERS: StaffRole[] = ['support', 'finance', 'config', 'admin', 'auditor'];
const IDENTITY_READERS: StaffRole[] = ['support', 'risk', 'finance', 'admin', 'auditor'];

/** A part that cannot be read says so alone; the others stand. */
const part = <T,>(read: Promise<T>): Promise<T | null> => read.catch(() => null);

async function readParts(client: SupabaseClient, id: string, role: StaffRole, isCounted: boolean) {
  const [accounts, orders, logins, notes, history, checks, money, mail, erasure] = await Promise.all([
    part(readTraderAccounts(client, id)),
    among(role, ...ORDER_READERS) ? part(readTraderOrders(client, id)) : undefined,
    among(role, 'risk', 'admin', 'auditor') ? part(readTraderLogins(client, id)) : undefined,
    part(readTraderNotes(client, id)),
    part(readTraderHistory(client, id)),
    among(role, ...IDENTITY_READERS) ? part(readKycReports(client, id)) : undefined,
    among(role, ...readersOf('/payouts')) ? part(readTraderMoney(client, id)) : undefined,
    among(role, ...IDENTITY_READERS) ? part(readTraderMail(client, id)) : undefined,
    among(role, ...IDENTITY_READERS) ? part(readErasure(client, id, isCounted)) : undefined,
  ]);
  return { accounts, orders, logins, notes, history, checks, money, mail, erasure };
}

const Unread = ({ what }: { what: string }) => <ErrorState code={`${what}-not-read`} title={`The ${what} could not be read`} />;

export default async function TraderPage({ params, searchParams }: PageProps<'/traders/[id]'>) {
  const actor = await requireStaff(readersOf('/traders'));
  const { id } = await params;
  const client = await createClient();
  const trader = await readTrader(client, id);
  if (!trader) notFound();
  const parts = await readParts(client, id, actor.role, (await searchParams).erasure === 'counted');
  const readAt = new Date().toISOString();
  const isToInvite = !trader.has_signed_up && trader.access === 'active';
  const mayInvite = among(actor.role, 'support', 'risk', 'admin');
  return (
    <>
      <PageHeader
        title={
          <>
            {trader.full_name || 'No name given'}
            <AccessChip access={trader.access} />
            <KycChip status={trader.kyc_status} named />
          </>
        }
        question="Who is this person to us, and may they be paid?"
        stamp={<FreshnessStamp at={readAt} />}
        actions={
          isToInvite &&
          (mayInvite ? (
            <InviteForm traderId={id} again={trader.invited_at !== null} action={inviteToPortal} />
          ) : (
            <OffButton why="Support, risk and admin invite.">Invite to the portal</OffButton>
          ))
        }
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(280px,1fr)]">
        <Holdings id={id} role={actor.role} parts={parts} />
        <Standing trader={trader} actor={actor} parts={parts} />
      </div>
    </>
  );
}

type Parts = Awaited<ReturnType<typeof readParts>>;

function Holdings({ id, role, parts: { accounts, orders, logins, notes, money, erasure } }: { id: string; role: StaffRole; parts: Parts }) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {accounts ? <TraderAccounts rows={accounts} /> : <Unread what="accounts" />}
      {orders !== undefined && (orders ? <TraderOrders rows={orders} /> : <Unread what="orders" />)}
      {money !== undefined && (money ? <TraderMoneyPanels money={money} /> : <Unread what="payouts" />)}
      {logins !== undefined && (
        <Panel title="Logins" aside={<span>The last 50</span>} flush>
          {logins === null && <Unread what="logins" />}
          {logins?.length === 0 && <p className="p-4 text-ink-2">Never signed in.</p>}
          {logins && logins.length > 0 && <Logins rows={logins} caption="Sign-ins of this trader, the latest first" />}
        </Panel>
      )}
      <Panel title="Notes">
        {notes ? (
          <Notes
            accountId={id}
            subject="trader"
            notes={notes}
            mayWrite={among(role, 'support', 'risk', 'finance', 'admin') && !erasure?.erased_at}
            refusedBecause={erasure?.erased_at ? 'This person was erased.' : 'Support, risk, finance and admin write notes.'}
            action={noteOnTrader}
          />
        ) : (
          <Unread what="notes" />
        )}
      </Panel>
    </div>
  );
}

function Standing({
  trader,
  actor,
  parts: { accounts, history, checks, mail, erasure },
}: {
  trader: TraderRow;
  actor: StaffActor;
  parts: Parts;
}) {
  const { role } = actor;
  const trading = (accounts ?? []).filter((row) => row.status === 'active' || row.status === 'live').map((row) => row.login);
  const isKyc = (row: HistoryLine) => row.kind.startsWith('kyc.');
  const refused = (why: string | null) => (erasure?.erased_at ? 'This person was erased.' : why);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <PersonPanel trader={trader} masked={among(role, 'viewer', 'config')}>
        <ContactForm
          trader={trader}
          refusedBecause={refused(among(role, 'support', 'risk', 'admin') ? null : 'Support, risk and admin change the contact.')}
          action={mendContact}
        />
      </PersonPanel>
      {mail === null && <Unread what="letters" />}
      {mail && (
        <ReachPanel
          traderId={trader.id}
          mail={mail}
          seesLog={among(role, 'support', 'admin', 'auditor')}
          mayClear={among(role, 'support', 'admin')}
          action={clearTraderAddress}
        />
      )}
      <Panel title="Access">
        <AccessForm
          traderId={trader.id}
          access={trader.access}
          stake={{ trading, hasSignIn: trader.has_signed_up }}
          refusedBecause={refused(among(role, 'risk', 'admin') ? null : 'Risk and admin stop or restore access.')}
          action={decideAccess}
        />
      </Panel>
      {checks !== undefined && (
        <Panel title="Identity checks">
          {checks ? <KycReports rows={checks} /> : <Unread what="checks" />}
          <KycForm
            traderId={trader.id}
            status={trader.kyc_status as KycStatus}
            refusedBecause={refused(among(role, 'support', 'risk', 'admin') ? null : 'Support, risk and admin decide identity checks.')}
            action={decideIdentity}
          />
        </Panel>
      )}
      <Panel title="KYC history">
        {history ? <PersonHistory rows={history.filter(isKyc)} nothing="No check was begun yet." /> : <Unread what="history" />}
      </Panel>
      {history && (
        <Panel title="History">
          <PersonHistory rows={history.filter((row) => !isKyc(row))} nothing="Nothing happened yet." />
        </Panel>
      )}
      <Forgetting traderId={trader.id} actor={actor} erasure={erasure} />
    </div>
  );
}

function Forgetting({ traderId, actor, erasure }: { traderId: string; actor: StaffActor; erasure: Parts['erasure'] }) {
  const { role } = actor;
  if (erasure === undefined) return null;
  if (erasure === null) return <Unread what="erasure" />;
  return (
    <ErasurePanel erasure={erasure} countHref={`/traders/${traderId}?erasure=counted#erasure`}>
      <ErasureForms
        traderId={traderId}
        erasure={erasure}
        may={{ erase: role === 'admin', hold: among(role, 'finance', 'admin') }}
        actions={{ ask: askToErase, decide: decideToErase, hold: holdForLaw }}
      />
      {erasure.asked?.state === 'asked' && erasure.asked.is_own && <NobodyElse actor={actor} roles={['admin']} />}
    </ErasurePanel>
  );
}
