// Whether the trail is what was written. Whole: one quiet line. Broken: red, with the first bad row, because nothing below can be trusted
// until somebody has explained it.
import Link from 'next/link';
import { TriangleAlert } from 'lucide-react';
import { When } from '@/components/ui/when';
import type { AnchorRow, AnchorStanding } from '@/lib/events/anchors-read';
import type { Verification } from '@/lib/events/audit-read';
import type { FormAction } from '@/lib/staff/form';
import { BreakForm } from './break-form';

type Props = {
  /** The newest anchor the database remembers. */
  anchor: AnchorRow | null;
  /** Undefined when nobody asked; null when the check itself failed. */
  verified: Verification | null | undefined;
  checkHref: string;
  /** The finding that nobody has explained yet. */
  open: AnchorStanding['open'];
  explain: { refusedBecause: string | null; action: FormAction };
};

const isWhole = ({ bad, disagreements }: Verification): boolean => bad.length === 0 && disagreements.length === 0;

export function ChainPanel({ anchor, verified, checkHref, open, explain }: Props) {
  const form = open && <BreakForm anchorId={open.anchor_id} {...explain} />;
  if (verified && !isWhole(verified)) return <Broken verified={verified}>{form}</Broken>;
  if (verified === undefined && open) {
    return (
      <BrokenBefore open={open} checkHref={checkHref}>
        {form}
      </BrokenBefore>
    );
  }
  return (
    <div
      className="flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md border border-line bg-surface px-4 py-2 text-ink-2"
      role="status"
    >
      {verified && (
        <span>
          Whole: <span className="num">{verified.events}</span> events in <span className="num">{verified.streams}</span> chains follow from
          each other{anchor ? ' and lead to the heads put away before' : ''}.
        </span>
      )}
      {verified === null && <span className="text-critical">The check could not be made. (chain-not-checked)</span>}
      {anchor ? (
        <span className="text-label">
          Last anchored <When at={anchor.anchored_at} mode="minute" /> ({anchor.places.join(' and ') || 'nowhere outside'})
        </span>
      ) : (
        <span className="text-label">Not anchored yet: the hourly job has not run.</span>
      )}
      <Link href={checkHref} prefetch={false} className="text-accent underline">
        Check the chains now
      </Link>
    </div>
  );
}

function Frame({ children }: { children: React.ReactNode }) {
  return (
    <div
      role="alert"
      data-kind="broken-chain"
      className="flex flex-col gap-2 rounded-md border border-critical bg-critical-soft p-6 text-ink"
    >
      <p className="flex items-center gap-2 text-title font-semibold text-critical">
        <TriangleAlert aria-hidden="true" className="size-5" />
        The audit was changed
      </p>
      {children}
      <p>Trust nothing below until this is explained. Keep the anchors outside this machine, and tell whoever runs the database.</p>
    </div>
  );
}

function Broken({ verified: { bad, disagreements }, children }: { verified: Verification; children: React.ReactNode }) {
  return (
    <Frame>
      <ul className="flex flex-col gap-1">
        {bad.map((row) => (
          <li key={row.stream}>
            First bad row of <span className="font-mono">{row.stream}</span>: link <span className="num">{row.seq}</span>
            {row.event_id !== null && (
              <>
                , event{' '}
                <Link href={`/audit?before=${row.event_id + 1}`} className="text-accent underline">
                  {row.event_id}
                </Link>
              </>
            )}
          </li>
        ))}
        {disagreements.map((one) => (
          <li key={one.place}>
            The anchor kept in the {one.place} says otherwise up to event <span className="num">{one.up_to_event}</span>
            {one.missing_events > 0 && (
              <>
                : <span className="num">{one.missing_events}</span> events are missing
              </>
            )}
            {one.missing_events <= 0 && ': the history was written anew'}
          </li>
        ))}
      </ul>
      {children}
    </Frame>
  );
}

type Before = { open: NonNullable<AnchorStanding['open']>; checkHref: string; children: React.ReactNode };

function BrokenBefore({ open, checkHref, children }: Before) {
  return (
    <Frame>
      <p>
        The check of <When at={open.anchored_at} mode="minute" /> found: <span className="font-mono">{JSON.stringify(open.first_bad)}</span>
        {open.since !== open.anchored_at && (
          <>
            ; the first that found anything was that of <When at={open.since} mode="minute" />
          </>
        )}
      </p>
      <Link href={checkHref} prefetch={false} className="text-accent underline">
        Check the chains now
      </Link>
      {children}
    </Frame>
  );
}
