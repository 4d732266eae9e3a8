// An account of a pair: its login, whose it is, and that it no longer trades where that is so.
import Link from 'next/link';

export function AccountLink({ id, login, trader, status }: { id: string; login: string; trader?: string; status?: string }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <Link href={`/accounts/${id}`} className="font-mono text-label text-accent underline">
        {login || 'no login yet'}
      </Link>
      {trader && <span>{trader}</span>}
      {status && !['active', 'live'].includes(status) && <span className="text-label text-ink-3">{status}</span>}
    </span>
  );
}
