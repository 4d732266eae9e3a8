'use client';
// What was sent to a listener, newest first: the message itself, every try with its answer, and a way to send it once more.
import Link from 'next/link';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { When } from '@/components/ui/when';
import type { Attempt, Delivery } from '@/lib/outbound/read';
import type { FormAction } from '@/lib/staff/form';

type Props = { rows: Delivery[]; attempts: Attempt[]; off: string | null; action: FormAction };

export function DeliveryLog({ rows, attempts, off, action }: Props) {
  return (
    <ul className="divide-y divide-line">
      {rows.map((row) => (
        <li key={row.id} className="px-4 py-2">
          <details>
            <summary className="flex min-h-6 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-mono text-label">{row.topic}</span>
              <span className={row.state === 'sent' ? 'text-ink-2' : 'text-caution'}>{standing(row)}</span>
              <When at={row.sent_at ?? row.created_at} className="text-label text-ink-2" />
            </summary>
            <div className="flex flex-col gap-2 pt-2">
              <p className="text-label text-ink-2">
                <span className="font-mono">evt_{row.event_id}</span>
                {row.account_id && (
                  <>
                    {' '}
                    of{' '}
                    <Link href={`/accounts/${row.account_id}`} className="text-accent underline">
                      this account
                    </Link>
                  </>
                )}
                {row.state === 'queued' && (
                  <>
                    , next try <When at={row.next_at} />
                  </>
                )}
              </p>
              <pre
                tabIndex={0}
                role="region"
                aria-label={`Body of evt_${row.event_id}`}
                className="max-h-60 overflow-auto rounded-sm border border-line bg-sunken p-2 font-mono text-label break-all whitespace-pre-wrap"
              >
                {row.body}
              </pre>
              <Tries attempts={attempts.filter((one) => one.delivery_id === row.id)} />
              <Again row={row} off={off} action={action} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

function standing(row: Delivery): string {
  if (row.state === 'sent') return row.attempts > 1 ? `sent, ${row.attempts} tries` : 'sent';
  return row.attempts === 0 ? 'waits its turn' : `failing: ${row.last_error ?? 'no answer'}, ${row.attempts} tries`;
}

function Tries({ attempts }: { attempts: Attempt[] }) {
  if (attempts.length === 0) return <p className="text-label text-ink-3">Not tried yet.</p>;
  return (
    <ol className="flex flex-col gap-1">
      {attempts.map((one) => (
        <li key={one.id} className="text-label text-ink-2">
          <When at={one.attempted_at} />: {one.status ?? 'no answer'} in {one.duration_ms} ms
          {one.error && one.status === null ? `, ${one.error}` : ''}
          {one.answer && <code className="ml-2 break-all text-ink-3">{one.answer.slice(0, 300)}</code>}
        </li>
      ))}
    </ol>
  );
}

function Again({ row, off, action }: { row: Delivery; off: string | null; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex flex-wrap items-center gap-2">
      <Refused told={told} />
      <input type="hidden" name="delivery_id" value={row.id} />
      <Button type="submit" size="small" disabled={off !== null || isPending}>
        Send again<span className="sr-only"> evt_{row.event_id}</span>
      </Button>
      {off && <span className="text-label text-ink-3">{off}</span>}
    </form>
  );
}
