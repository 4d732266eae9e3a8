// Whose names are on a payout, and on what exactly: a signature under another digest than the present one counts for nothing.
import Link from 'next/link';
import { When } from '@/components/ui/when';
import type { PayoutDetail, PayoutSeen } from '@/lib/payouts/office-read';

export function PayoutNames({ payout, seen }: { payout: PayoutDetail; seen: PayoutSeen }) {
  return (
    <div className="flex flex-col gap-3">
      <p>
        <span className="num">{seen.valid_approvals}</span> of <span className="num">{payout.approvals_required}</span> valid.
      </p>
      {seen.approvals.length === 0 && <p className="text-ink-2">Nobody has signed yet.</p>}
      <ul className="flex flex-col gap-1">
        {seen.approvals.map((one) => (
          <li key={`${one.name ?? one.kind} ${one.approved_at}`}>
            {one.kind === 'policy' ? <PolicyName version={one.setting_version} /> : (one.name ?? 'Former staff')},{' '}
            <When at={one.approved_at} mode="minute" />
            {!one.is_for_this && <span className="text-caution"> signed something that has changed since: void</span>}
          </li>
        ))}
      </ul>
      <div>
        <p className="text-label text-ink-3">
          What a signature stands under (SHA-256 of sum, destination, account, rules and what is owed)
        </p>
        <code className="text-label break-all" data-testid="digest">
          {seen.digest}
        </code>
      </div>
      <div>
        <p className="text-label text-ink-3">Changes of the destination</p>
        <ul className="text-label">
          {seen.edits.map((edit) => (
            <li key={edit.version}>
              Version <span className="num">{edit.version}</span> by the {edit.by}, <When at={edit.edited_at} mode="minute" />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** The version it was released under, as it was then. */
function PolicyName({ version }: { version: number | null }) {
  if (version === null) return 'Payout policy';
  return (
    <Link href={`/payouts/policy#version-${version}`} className="text-accent underline">
      Payout policy, version {version}
    </Link>
  );
}
