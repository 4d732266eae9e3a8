// Join the staff, or open the portal as a trader, with the link of an invitation. Whether the invite stands is said when the form is sent, in the same words for every
// reason, so that links cannot be tried out.
import type { Metadata } from 'next';
import { Disclaimer } from '@/components/shell/disclaimer';
import { EntryForm } from '@/components/shell/entry-form';
import { inviteKind } from '@/lib/staff/invitation';
import { acceptInviteAction } from '../actions';

export const metadata: Metadata = { title: 'Accept an invitation', referrer: 'no-referrer' };

type Asked = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AcceptInvitePage({ searchParams }: Asked) {
  const { token } = await searchParams;
  if (typeof token !== 'string' || token === '') {
    return (
      <>
        <h1 className="text-title font-semibold">Accept an invitation</h1>
        <p className="text-ink-2">This link carries no invitation. Open the link from your mail, or ask for a new one.</p>
      </>
    );
  }
  const trader = inviteKind(token) === 'trader';
  return (
    <>
      <h1 className="text-title font-semibold">{trader ? 'Open your portal' : 'Join the office'}</h1>
      {trader && <p className="text-ink-2">Choose a password. Your accounts, their rules and the room they leave you are waiting there.</p>}
      <EntryForm
        action={acceptInviteAction}
        hidden={{ token }}
        fields={[
          { name: 'full_name', label: 'Full name', autoComplete: 'name', maxLength: 120 },
          { name: 'password', label: 'Password', type: 'password', autoComplete: 'new-password', hint: 'At least 10 characters.' },
        ]}
        deed={trader ? 'Open my portal' : 'Join'}
      />
      {trader && <Disclaimer />}
    </>
  );
}
