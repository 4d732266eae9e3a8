// @vitest-environment jsdom
// What a reader may not do stands where it would stand, off, with the reason in words; and a part that failed says so with the number of the
// request and a way to try again.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { ClusterPanel } from '@/components/abuse/cluster-panel';
import { HistoryList } from '@/components/history/history-list';
import { ChosenBar } from '@/components/payouts/chosen-bar';
import { Trouble } from '@/components/shell/trouble';
import { InvitePanel } from '@/components/staff/invite-panel';
import { OpenInvites } from '@/components/staff/open-invites';
import { TeamTable } from '@/components/staff/team-table';
import { ErrorState } from '@/components/ui/error-state';
import { VerdictBar } from '@/components/violations/verdict-bar';
import { UNTOUCHED } from '@/lib/staff/form';

const refresh = vi.fn();
vi.mock('next/navigation', async (original) => ({ ...(await original<object>()), useRouter: () => ({ refresh }) }));
vi.mock('next/headers', () => ({ headers: async () => new Headers({ 'x-request-id': '7e57' }) }));
afterEach(cleanup);

const action = async () => UNTOUCHED;
const isOff = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled;
const person = (id: string, name: string) =>
  ({ id, full_name: name, email: `${id}@firm.test`, role: 'risk', is_active: true, last_login_at: null, sessions: 0 }) as never;

test('an auditor sees what admins do with colleagues, and why it is off', () => {
  const invite = { id: 'i', email: 'new@firm.test', role: 'risk', invited_by: 'a', approved_at: null, expires_at: '2027-01-01T00:00:00Z' };
  render(
    <>
      <TeamTable rows={[person('a', 'Ada'), person('b', 'Bo')]} me="b" refusedBecause="Admins change roles." action={action} />
      <OpenInvites rows={[invite as never]} names={{}} me="b" mayAct={false} now="2026-01-01T00:00:00Z" action={action} />
      <InvitePanel alone={false} mailLeaves refusedBecause="Admins invite colleagues." action={action} />
    </>,
  );
  expect([isOff(/Change ?Ada/), isOff(/Agree and mail/), isOff(/Take back/), isOff('Invite')]).toEqual([true, true, true, true]);
  for (const why of ['Admins change roles.', 'Admins decide invitations.', 'Admins invite colleagues.'])
    expect(screen.getByText(why)).toBeTruthy();
});

test('a session without a login is told to be one, and not beside "never"', () => {
  const rows = [{ ...(person('a', 'Ada') as object), sessions: 2 } as never, person('b', 'Bo')];
  render(<TeamTable rows={rows} me="b" refusedBecause={null} action={action} />);
  expect(screen.getAllByText(/^never/).map((one) => one.textContent)).toEqual(['never here; by a program', 'never']);
});

test('whoever asked for a colleague reads that another admin agrees', () => {
  const invite = { id: 'i', email: 'new@firm.test', role: 'risk', invited_by: 'a', approved_at: null, expires_at: '2027-01-01T00:00:00Z' };
  render(<OpenInvites rows={[invite as never]} names={{}} me="a" mayAct now="2026-01-01T00:00:00Z" action={action} />);
  expect([isOff(/Agree and mail/), isOff(/Take back/)]).toEqual([true, false]);
  expect(screen.getByText('You asked for it: another admin agrees.')).toBeTruthy();
});

test('an invitation says how far its letter came, and never that one was mailed which was not', () => {
  const invite = { id: 'i', email: 'new@firm.test', role: 'risk', invited_by: 'a', approved_at: '2026-01-01T00:00:00Z' };
  const row = { ...invite, expires_at: '2027-01-01T00:00:00Z', letter: { id: 'l', state: 'not_sent' } };
  render(
    <>
      <OpenInvites rows={[row as never]} names={{}} me="a" mayAct now="2026-01-02T00:00:00Z" action={action} />
      <InvitePanel alone mailLeaves={false} refusedBecause={null} action={action} />
    </>,
  );
  expect(screen.getByRole('link', { name: 'not sent' }).getAttribute('href')).toBe('/mail/deliveries/l');
  expect(document.body.textContent).toContain('letter: not sent, since no mail provider is set, by you');
  expect(document.body.textContent).not.toContain('mailed');
  expect(screen.getByText(/No mail provider is set/)).toBeTruthy();
});

test('who approves no payouts may choose some and reads who approves them', () => {
  render(<ChosenBar ids={['p']} rows={[]} most={20} refusedBecause="Finance and admin approve payouts." clear={() => undefined} />);
  expect(isOff('See what can be approved…')).toBe(true);
  expect(screen.getByText('Finance and admin approve payouts.')).toBeTruthy();
});

test('a cluster shows its decision to who may not take it', () => {
  const pair = {
    ...{
      id: 'p',
      version: 1,
      state: 'open',
      score: 90,
      kind: 'same_direction',
      trader_a: 'a',
      trader_b: 'b',
      evidence_count: 9,
      last_at: null,
    },
    ...{
      account_a: 'x',
      account_b: 'y',
      login_a: '1',
      login_b: '2',
      trader_name_a: 'A',
      trader_name_b: 'B',
      status_a: 'active',
      status_b: 'active',
    },
  };
  const cluster = { pairs: [pair], accounts: ['x', 'y'], score: 90 } as never;
  const page = renderToStaticMarkup(
    <ClusterPanel cluster={cluster} number={1} refusedBecause="Only risk decides pairs." action={action} />,
  );
  expect(page).toContain('Only risk decides pairs.');
  expect(page).toMatch(/<fieldset disabled=""/);
});

test('what happened may be narrowed to one kind of event, by a link', () => {
  const event = (id: number, kind: string) => ({
    id,
    kind,
    actor_kind: 'system',
    actor_name: null,
    reason: null,
    data: null,
    occurred_at: '2026-01-01T00:00:00Z',
  });
  const events = [event(2, 'payout.approved'), event(1, 'payout.requested')];
  const drawn = (kind: string) => renderToStaticMarkup(<HistoryList events={events} narrowed={{ path: '/payouts/p', kind }} />);
  expect(drawn('')).toContain('href="/payouts/p?events=payout.approved"');
  expect(drawn('').match(/<li/g)).toHaveLength(2);
  expect(drawn('payout.approved').match(/<li/g)).toHaveLength(1);
  expect(drawn('nonsense').match(/<li/g)).toHaveLength(2);
});

test('a part that failed names its request and reads again without leaving the page', async () => {
  await act(async () => void render(<ErrorState code="list-not-read" title="The list could not be read" />));
  expect(await screen.findByText(/list-not-read · request 7e57/)).toBeTruthy();
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Try again' })));
  expect(refresh).toHaveBeenCalledOnce();
});

test('a page that failed claims nothing about what was sent before', () => {
  render(<Trouble error={Object.assign(new Error('x'), { digest: '99' })} retry={() => undefined} />);
  const words = screen.getByRole('alert').textContent ?? '';
  expect(words).toContain('request 99');
  expect(words).not.toMatch(/nothing was (changed|done|received)/i);
});

test('who decides no verdicts may choose some and reads who decides them', () => {
  const selection = {
    address: '/violations',
    table: { selected: {}, onChange: () => undefined },
    isAll: true,
    ids: [],
    chooseAll: () => undefined,
    clear: () => undefined,
  };
  render(<VerdictBar selection={selection} total={4} refusedBecause="Risk and admin decide verdicts." carryOut={action} />);
  expect(screen.getByText('All 4 violations that match')).toBeTruthy();
  expect([isOff('Confirm…'), isOff('Withdraw…')]).toEqual([true, true]);
  expect(screen.getByText('Risk and admin decide verdicts.')).toBeTruthy();
});
