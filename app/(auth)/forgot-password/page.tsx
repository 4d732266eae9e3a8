// Ask for a link to choose a new password.
import type { Metadata } from 'next';
import { EntryForm } from '@/components/shell/entry-form';
import { forgotAction } from '../actions';

export const metadata: Metadata = { title: 'Forgotten password' };

export default function ForgotPasswordPage() {
  return (
    <>
      <h1 className="text-title font-semibold">Forgotten password</h1>
      <p className="text-ink-2">We send a link to your address. It works once and for one hour.</p>
      <EntryForm
        action={forgotAction}
        fields={[{ name: 'email', label: 'E-mail address', type: 'email', autoComplete: 'username' }]}
        deed="Send the link"
        links={[{ href: '/login', label: 'Back to sign in' }]}
      />
    </>
  );
}
