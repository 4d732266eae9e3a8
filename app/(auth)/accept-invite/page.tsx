// Join the staff with the link of an invite. Whether the invite stands is said when the form is sent, in the same words for every
// reason, so that links cannot be tried out.
import type { Metadata } from 'next';
import { EntryForm } from '@/components/shell/entry-form';
import { acceptInviteAction } from '../actions';

export const metadata: Metadata = { title: 'Join the office', referrer: 'no-referrer' };

type Asked = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AcceptInvitePage({ searchParams }: Asked) {
  const { token } = await searchParams;
  if (typeof token !== 'string' || token === '') {
    return (
      <>
        <h1 className="text-title font-semibold">Join the office</h1>
        <p className="text-ink-2">This link carries no invite. Open the link from your mail, or ask an admin for a new one.</p>
      </>
    );
  }
  return (
    <>
      <h1 className="text-title font-semibold">Join the office</h1>
      <EntryForm
        action={acceptInviteAction}
        hidden={{ token }}
        fields={[
          { name: 'full_name', label: 'Full name', autoComplete: 'name', maxLength: 120 },
          { name: 'password', label: 'Password', type: 'password', autoComplete: 'new-password', hint: 'At least 10 characters.' },
        ]}
        deed="Join"
      />
    </>
  );
}
