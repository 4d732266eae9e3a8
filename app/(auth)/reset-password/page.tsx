// Choose a new password with the link from the mail. The link is redeemed when the form is sent, never when the page is opened:
// mail scanners open links.
import type { Metadata } from 'next';
import { Disclaimer } from '@/components/shell/disclaimer';
import { EntryForm } from '@/components/shell/entry-form';
import { LegalLinks } from '@/components/shell/legal-links';
import { readLegalNotices } from '@/lib/staff/legal-receive';
import { resetAction } from '../actions';

export const metadata: Metadata = { title: 'Choose a new password', referrer: 'no-referrer' };

type Asked = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ResetPasswordPage({ searchParams }: Asked) {
  const asked = await searchParams;
  // Without its notices the page still lets people in.
  const notices = await readLegalNotices().catch(() => []);
  const hidden: Record<string, string> = {};
  if (typeof asked.token_hash === 'string') hidden.token_hash = asked.token_hash;
  if (typeof asked.code === 'string') hidden.code = asked.code;
  return (
    <>
      <h1 className="text-title font-semibold">Choose a new password</h1>
      <EntryForm
        action={resetAction}
        hidden={hidden}
        fields={[
          {
            name: 'password',
            label: 'New password',
            type: 'password',
            autoComplete: 'new-password',
            hint: 'At least 10 characters. Other sessions end.',
          },
        ]}
        deed="Set the password"
        links={[{ href: '/forgot-password', label: 'Ask for a new link' }]}
      />
      <LegalLinks notices={notices} />
      <Disclaimer />
    </>
  );
}
