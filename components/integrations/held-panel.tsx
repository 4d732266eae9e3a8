'use client';
// Messages that were kept but not wholly believed: what we answered, and what a person may do: send it in once more, or set it aside.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { ReasonLine } from '@/components/ui/reason-field';
import type { HeldMessage } from '@/lib/connections/read';
import type { FormAction } from '@/lib/staff/form';
import { HELD_WORDS } from './source-words';

type Props = { rows: HeldMessage[]; refusedBecause: string | null; action: FormAction };

export function HeldPanel({ rows, refusedBecause, action }: Props) {
  return (
    <Panel title="Kept back" id="held" flush>
      {rows.length === 0 ? (
        <p className="p-4 text-ink-2">Nothing: every message was taken whole.</p>
      ) : (
        <ul className="divide-y divide-line">
          {rows.map((row) => (
            <li key={row.id} className="flex flex-col gap-2 px-4 py-3">
              <HeldFacts row={row} />
              {row.is_open && <Decide row={row} refusedBecause={refusedBecause} action={action} />}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The first few codes of the answer, which say where the trouble is. */
function troubles(row: HeldMessage): string[] {
  const found = [...(row.answer?.body ?? '').matchAll(/"code":"([a-z-]+)"(?:,"path":"([^"]{1,80})")?/g)];
  return [...new Set(found.map(([, code, path]) => (path ? `${code} at ${path}` : (code ?? ''))))].slice(0, 4);
}

function HeldFacts({ row }: { row: HeldMessage }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-mono text-label break-all">{row.webhook_id}</span>
        <span>{HELD_WORDS[row.held] ?? row.held}</span>
        <When at={row.received_at} mode="minute" className="text-label text-ink-2" />
      </p>
      <p className="text-label text-ink-2">
        {troubles(row).join(', ') || row.held}, {row.bytes} bytes
      </p>
      {row.last_error && <p className="text-label">{row.last_error}</p>}
      {row.last_deed && (
        <p className="text-label text-ink-2">
          {row.last_deed.deed === 'replayed' ? 'Sent in again' : 'Set aside'} by {row.last_deed.by ?? 'somebody'} on{' '}
          <When at={row.last_deed.at} mode="minute" />: {row.last_deed.reason}
        </p>
      )}
      {row.last_deed?.deed === 'replayed' && <Outcome row={row} came={row.last_deed.came} />}
    </div>
  );
}

/** What came of sending it in again. A parked message goes in as itself: while it is listed, it is parked. */
function Outcome({ row, came }: { row: HeldMessage; came: NonNullable<HeldMessage['last_deed']>['came'] }) {
  if (!came) return <p className="text-label">{row.held === 'parked' ? 'It still waits for its account.' : 'It has not gone in yet.'}</p>;
  if (came.state === 'received') return <p className="text-label">It went in and is not judged yet.</p>;
  return (
    <p className="text-label">
      {came.held ? `Kept back again: it ${HELD_WORDS[came.held] ?? came.held}` : 'Taken'}
      {came.status !== null && `, answered ${came.status}`}, on <When at={came.at} mode="minute" />
    </p>
  );
}

function Decide({ row, refusedBecause, action }: { row: HeldMessage; refusedBecause: string | null; action: FormAction }) {
  const [told, send, isPending] = useSaidAction(action);
  const off = refusedBecause !== null;
  return (
    <form action={send} className="flex flex-col gap-2">
      <Refused told={told} beside={['reason']} />
      <input type="hidden" name="id" value={row.id} />
      <div className="flex flex-wrap items-end gap-2">
        <ReasonLine id={`reason-${row.id}`} className="min-w-0 flex-1 basis-48" told={told} disabled={off} />
        <Button type="submit" name="deed" value="replayed" disabled={off || isPending || !row.is_text}>
          Send in again<span className="sr-only"> {row.webhook_id}</span>
        </Button>
        <Button type="submit" name="deed" value="set-aside" disabled={off || isPending}>
          Set aside<span className="sr-only"> {row.webhook_id}</span>
        </Button>
      </div>
      {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
    </form>
  );
}
