// The events themselves: when, who, what, of what, why, what it was before and after, from where and in which request.
import Link from 'next/link';
import { kindText } from '@/components/history/kind-text';
import { When } from '@/components/ui/when';
import { loginText } from '@/lib/accounts/login-text';
import { auditHref, changesOf, named, type AuditQuery, type AuditRow } from '@/lib/events/audit';

type Props = {
  rows: AuditRow[];
  query: AuditQuery;
  olderHref: string | null;
  /** Of colleagues, by id. */
  names: Record<string, string>;
};

export function AuditTrail({ rows, query, olderHref, names }: Props) {
  return (
    <div className="flex flex-col gap-3">
      {query.before !== null && (
        <Link href={auditHref(query)} className="w-fit text-accent underline">
          To the newest events
        </Link>
      )}
      <ol aria-label="Events, the newest first" className="divide-y divide-line rounded-md border border-line bg-surface">
        {rows.map((row) => (
          <Row key={row.id} row={row} query={query} names={names} />
        ))}
      </ol>
      {olderHref && (
        <Link href={olderHref} className="w-fit text-accent underline">
          Older events
        </Link>
      )}
    </div>
  );
}

function Row({ row, query, names }: { row: AuditRow } & Pick<Props, 'query' | 'names'>) {
  const { changes, rest } = changesOf(named(row.data, names));
  return (
    <li id={`event-${row.id}`} className="grid gap-x-4 gap-y-1 px-4 py-2 lg:grid-cols-[170px_minmax(0,1fr)_minmax(0,220px)]">
      <When at={row.occurred_at} className="text-label text-ink-3" />
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium" title={row.kind}>
            {kindText(row.kind)}
          </span>
          <span className="text-ink-2">
            by {row.actor_name ?? row.actor_kind}
            {row.actor_role ? ` (${row.actor_role})` : ''}
          </span>
          <Entity row={row} />
        </p>
        {row.reason && <p className="text-ink-2">{row.reason}</p>}
        {changes.map((change) => (
          <p key={change.field} className="text-label">
            {change.field.replaceAll('_', ' ')}: <del className="text-ink-3">{change.before}</del> <span aria-hidden="true">→</span>
            <span className="sr-only"> became </span> <ins className="no-underline">{change.after}</ins>
          </p>
        ))}
        {rest.length > 0 && <Rest rest={rest} />}
      </div>
      <p className="min-w-0 text-meta text-ink-3 lg:text-right">
        {row.address && <span className="block font-mono">{row.address}</span>}
        {row.request_id && (
          <Link href={auditHref({ ...query, request: row.request_id, before: null })} className="block truncate font-mono hover:underline">
            request {row.request_id.slice(0, 8)}
          </Link>
        )}
        <span className="num">event {row.id}</span>
      </p>
    </li>
  );
}

function Entity({ row }: { row: AuditRow }) {
  if (row.account_id && row.login) {
    return (
      <Link href={`/accounts/${row.account_id}`} className="font-mono text-label text-accent hover:underline">
        {loginText(row.login)}
      </Link>
    );
  }
  if (row.trader_id) {
    return (
      <Link href={`/traders/${row.trader_id}`} className="text-accent hover:underline">
        {row.trader_name || 'trader'}
      </Link>
    );
  }
  return <span className="font-mono text-label text-ink-3">{row.stream.replace(/^(.{28}).+$/, '$1…')}</span>;
}

function Rest({ rest }: { rest: [string, string][] }) {
  return (
    <details className="text-label text-ink-3">
      <summary className="w-fit cursor-pointer">Details</summary>
      <dl className="mt-1 grid grid-cols-[minmax(96px,max-content)_1fr] gap-x-4 font-mono text-meta">
        {rest.map(([name, value]) => (
          <div key={name} className="contents">
            <dt>{name}</dt>
            <dd className="min-w-0 break-all text-ink-2">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
