// Register as a trader. Staff come by invite only.
import type { Metadata } from 'next';
import { Disclaimer } from '@/components/shell/disclaimer';
import { EntryForm } from '@/components/shell/entry-form';
import { LegalLinks } from '@/components/shell/legal-links';
import { readLegalNotices } from '@/lib/staff/legal-receive';
import { registrationIsOpen } from '@/lib/staff/receive';
import { registerAction } from '../actions';

export const metadata: Metadata = { title: 'Register' };

export default async function RegisterPage() {
  // Without its notices the page still lets people in.
  const notices = await readLegalNotices().catch(() => []);
  if (!(await registrationIsOpen())) {
    return (
      <>
        <h1 className="text-title font-semibold">Register as a trader</h1>
        <p className="text-ink-2">Registration is closed at the moment. If you have a sign-in already, it still works.</p>
        <LegalLinks notices={notices} />
        <Disclaimer />
      </>
    );
  }
  return (
    <>
      <h1 className="text-title font-semibold">Register as a trader</h1>
      <EntryForm
        action={registerAction}
        fields={[
          { name: 'full_name', label: 'Full name', autoComplete: 'name', maxLength: 120 },
          { name: 'email', label: 'E-mail address', type: 'email', autoComplete: 'username' },
          { name: 'password', label: 'Password', type: 'password', autoComplete: 'new-password', hint: 'At least 10 characters.' },
        ]}
        deed="Register"
        links={[{ href: '/login', label: 'I already have a sign-in' }]}
      />
      <LegalLinks notices={notices} />
      <Disclaimer />
    </>
  );
}
