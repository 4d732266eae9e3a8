// Sign in: the one door for staff and traders alike.
import type { Metadata } from 'next';
import { EntryForm } from '@/components/shell/entry-form';
import { safePath } from '@/lib/staff/actor';
import { signInAction } from '../actions';

export const metadata: Metadata = { title: 'Sign in' };

export default async function LoginPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const next = safePath((await searchParams).next);
  return (
    <>
      <h1 className="text-title font-semibold">Sign in</h1>
      <EntryForm
        action={signInAction}
        hidden={next ? { next } : {}}
        fields={[
          { name: 'email', label: 'E-mail address', type: 'email', autoComplete: 'username' },
          { name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password' },
        ]}
        deed="Sign in"
        links={[
          { href: '/forgot-password', label: 'Forgot your password?' },
          { href: '/register', label: 'Register as a trader' },
        ]}
      />
    </>
  );
}
