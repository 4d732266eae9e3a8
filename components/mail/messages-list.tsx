// Every message by what it is about: when it is sent, in whose words, and how many of its letters did not arrive.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { MailOverview } from '@/lib/mail/read';
import { findMessage } from '@/lib/mail/register';
import { messageWords } from '@/lib/mail/states';

type Row = MailOverview['messages'][number];
const GROUPS: { title: string; begins: RegExp }[] = [
  { title: 'Payouts', begins: /^payout-/ },
  { title: 'Identity and access', begins: /^(kyc|access|portal)-/ },
  { title: 'To staff', begins: /^(staff|review)-/ },
  { title: 'Notices', begins: /^legal-/ },
];
const groupOf = ({ message }: Row): string => GROUPS.find(({ begins }) => begins.test(message))?.title ?? 'Accounts and rules';

export function MessagesList({ rows }: { rows: Row[] }) {
  return ['Accounts and rules', ...GROUPS.map(({ title }) => title)].map((title) => {
    const own = rows.filter((row) => groupOf(row) === title);
    return (
      own.length > 0 && (
        <Panel key={title} title={title} flush>
          <ul className="divide-y divide-line">
            {own.map((row) => (
              <Line key={row.message} row={row} />
            ))}
          </ul>
        </Panel>
      )
    );
  });
}

function Line({ row }: { row: Row }) {
  const message = findMessage(row.message);
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2 hover:bg-sunken md:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_9rem]">
      <div className="min-w-0">
        <Link href={`/mail/${row.message}`} className="font-medium text-accent hover:underline">
          {messageWords(row.message)}
        </Link>
        {message?.optional && <span className="ml-2 text-label text-ink-3">may be switched off</span>}
        <p className="text-ink-2">{message?.when}</p>
      </div>
      <p className="text-label text-ink-2">
        {row.version === 0 ? (
          'Version 0, the words of the house'
        ) : (
          <>
            Version {row.version} by {row.saved_by ?? 'the owner'}, <When at={row.saved_at} mode="minute" />
          </>
        )}
      </p>
      <p className="text-label text-ink-2 md:text-right">
        <Link href={`/mail/deliveries?message=${row.message}`} className="hover:underline">
          <span className="num">{row.letters.toLocaleString('en-US')}</span> {row.letters === 1 ? 'letter' : 'letters'}
        </Link>
        {row.bad > 0 && (
          <span className="block text-critical">
            <span className="num">{row.bad.toLocaleString('en-US')}</span> did not arrive
          </span>
        )}
      </p>
    </li>
  );
}
