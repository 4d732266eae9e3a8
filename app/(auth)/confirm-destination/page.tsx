// Confirms a changed destination by the link mailed to its owner. Opening the page changes nothing, since mail programs open links by themselves; the button does.
import type { Metadata } from 'next';
import { EntryForm } from '@/components/shell/entry-form';
import { confirmDestinationAction } from './actions';

export const metadata: Metadata = { title: 'Confirm where you are paid', referrer: 'no-referrer' };

type Asked = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ConfirmDestinationPage({ searchParams }: Asked) {
  const { token } = await searchParams;
  const hasToken = typeof token === 'string' && token !== '';
  return (
    <>
      <h1 className="text-title font-semibold">Confirm where you are paid</h1>
      {hasToken ? (
        <>
          <p className="text-ink-2">
            A destination of your payouts was changed. Confirm it only if you changed it yourself. If you did not, close this page, answer
            the letter and change your password: nothing is paid until you confirm.
          </p>
          <EntryForm
            action={confirmDestinationAction}
            hidden={{ token }}
            fields={[]}
            deed="I changed it: confirm"
            links={[{ href: '/portal', label: 'Go to your portal' }]}
          />
        </>
      ) : (
        <p className="text-ink-2">This link confirms nothing. Open it as it stands in your mail.</p>
      )}
    </>
  );
}
