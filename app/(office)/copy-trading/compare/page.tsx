// Two accounts somebody wonders about, laid side by side whether or not a search told of them.
import type { Metadata } from 'next';
import { Alignment } from '@/components/abuse/alignment';
import { CompareForm } from '@/components/abuse/compare-form';
import { CopyTabs } from '@/components/abuse/copy-tabs';
import { Empty } from '@/components/ui/empty';
import { ErrorState } from '@/components/ui/error-state';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { compareAccounts } from '@/lib/abuse/compare-scan';
import { findAccount, type Named } from '@/lib/abuse/compare-read';
import { createClient } from '@/lib/db/server';
import { requireStaff } from '@/lib/staff/gate';
import { pageHead } from '@/lib/staff/pages';
import { readersOf } from '@/lib/staff/roles';

const HEAD = pageHead('/copy-trading/compare');
export const metadata: Metadata = { title: HEAD.title };

const asked = (value: string | string[] | undefined): string => (typeof value === 'string' ? value.trim().slice(0, 80) : '');

export default async function ComparePage({ searchParams }: PageProps<'/copy-trading/compare'>) {
  await requireStaff(readersOf('/copy-trading'));
  const query = await searchParams;
  const [a, b] = [asked(query.a), asked(query.b)];
  return (
    <>
      <PageHeader {...HEAD} stamp={<FreshnessStamp at={new Date().toISOString()} />} />
      <CopyTabs current="compare" />
      <CompareForm a={a} b={b} />
      {a === '' || b === '' ? (
        <Empty title="Two logins, please" body="Every opening of both in the last 30 days is laid side by side, matched or not." />
      ) : (
        <Found a={a} b={b} />
      )}
    </>
  );
}

async function Found({ a, b }: { a: string; b: string }) {
  const client = await createClient();
  const found = await Promise.all([findAccount(client, a), findAccount(client, b)]).catch(() => null);
  if (found === null) return <ErrorState code="accounts-not-read" title="The accounts could not be read" />;
  const [first, second] = found;
  if (first.length !== 1 || second.length !== 1)
    return (
      <NotOne
        named={[...(first.length === 1 ? [] : [{ asked: a, first }]), ...(second.length === 1 ? [] : [{ asked: b, first: second }])]}
      />
    );
  const [one, other] = [first[0], second[0]];
  if (!one || !other || one.id === other.id) return <Empty title="That is one account" body="Name two different accounts." />;
  const compared = await compareAccounts(one.id, other.id, new Date()).catch(() => null);
  if (compared === null)
    return <ErrorState code="accounts-not-compared" title="The two could not be compared" body="Nothing was changed." />;
  return <Alignment first={one} second={other} compared={compared} />;
}

function NotOne({ named }: { named: { asked: string; first: Named[] }[] }) {
  return (
    <Empty
      title={named
        .map(({ asked: login, first }) =>
          first.length === 0 ? `No account has the login ${login}.` : `${first.length} accounts have the login ${login}.`,
        )
        .join(' ')}
      body={
        named.some(({ first }) => first.length > 1)
          ? `Use the id of one: ${named.flatMap(({ first }) => first.map(({ id, server }) => `${server}: ${id}`)).join('; ')}`
          : 'Logins are written as the platform knows them.'
      }
    />
  );
}
