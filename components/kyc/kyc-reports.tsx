// What providers and people said about an identity, the latest first, and what of it counted.
import { When } from '@/components/ui/when';
import type { KycReport } from '@/lib/reviews/kyc-read';

const LEFT_OUT: Record<string, string> = {
  stale: 'something later was said already',
  'no-edge': 'a refusal is opened again by a person only',
  'one-trader': 'it is asked whether this is a second account of one person',
  'no-change': 'it stood there already',
};

export function KycReports({ rows }: { rows: KycReport[] }) {
  if (rows.length === 0) return <p className="text-ink-2">Nobody has checked this identity yet.</p>;
  return (
    <ol className="flex flex-col divide-y divide-line">
      {rows.map((row) => (
        <li key={row.id} className="flex flex-col gap-0.5 py-1.5">
          <div className="flex flex-wrap items-baseline justify-between gap-2">
            <span className={row.is_applied ? 'font-medium' : 'text-ink-3'}>
              {row.status} <span className="text-ink-2">by {row.provider === 'manual' ? 'a person' : row.provider}</span>
            </span>
            <When at={row.occurred_at} mode="minute" className="text-label text-ink-3" />
          </div>
          {row.provider !== 'manual' && <code className="text-meta break-all text-ink-2">{[row.reference, ...row.codes].join(' · ')}</code>}
          {row.left_out && <span className="text-label text-ink-3">Not applied: {LEFT_OUT[row.left_out] ?? row.left_out}.</span>}
        </li>
      ))}
    </ol>
  );
}
