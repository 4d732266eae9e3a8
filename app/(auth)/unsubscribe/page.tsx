// Where a letter's link leads: one button that switches letters that only help off, and one that takes it back. Opening the page changes nothing.
import type { Metadata } from 'next';
import { UnsubscribeForm } from '@/components/mail/unsubscribe-form';
import { chooseLetters } from './actions';

export const metadata: Metadata = { title: 'Letters', referrer: 'no-referrer', robots: { index: false } };

type Asked = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function UnsubscribePage({ searchParams }: Asked) {
  const { token } = await searchParams;
  return (
    <>
      <h1 className="text-title font-semibold">Letters that only help</h1>
      <p className="text-ink-2">
        Warnings that an account comes close to a limit, and reminders before one ends for inactivity. Everything you are owed, such as a
        broken rule, a payout or a change of terms, reaches you in any case.
      </p>
      {typeof token === 'string' && token !== '' ? (
        <UnsubscribeForm link={token} action={chooseLetters} />
      ) : (
        <p>This link carries nothing. Open the one at the end of a letter.</p>
      )}
    </>
  );
}
