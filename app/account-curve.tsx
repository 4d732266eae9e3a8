// The equity curve, replayed from the account's own events: when that fails the rest of the page still stands.
import { EquityPanel } from '@/components/charts/equity-panel';
import { ErrorState } from '@/components/ui/error-state';
import { ruleName } from '@/lib/rules/rule-name';
import { brokenAtResets, curveSummary, thinned, type CurvePoint } from '@/lib/stats/curve';
import { replayAccount } from '@/lib/trades/replay';

type Props = {
  /** One that the reader may see: replay itself reads with the firm's key. */
  account: { id: string; currency: string };
  violations: { state: string; severity: string; breached_at: string; rule: string; instance: number }[];
  /** The last instant drawn; the curve ends now where none is given. */
  until?: number;
  /** Another version of its rules, under which its floors are drawn. */
  under?: string;
  /** Since when nothing is known of its feed, while that is so. */
  asOf?: string | null;
};

export async function AccountCurve({ account, violations, until, under, asOf = null }: Props) {
  const points = await readCurve(account.id, until, under).catch(() => null);
  if (!points) return <ErrorState code="curve-not-read" title="The equity curve could not be replayed" />;
  const marks = violations
    .filter((violation) => violation.state !== 'withdrawn' && violation.severity === 'breach')
    .map((violation) => ({ at: Date.parse(violation.breached_at), label: ruleName(violation.rule, violation.instance) }));
  return (
    <EquityPanel
      points={brokenAtResets(thinned(points))}
      summary={curveSummary(points)}
      marks={marks}
      currency={account.currency}
      asOf={asOf}
    />
  );
}

async function readCurve(accountId: string, until?: number, under?: string): Promise<CurvePoint[] | null> {
  // From the first event to a minute ahead: a broker's clock may run a little before ours.
  const to = new Date(until === undefined ? Date.now() + 60_000 : until + 1);
  const replayed = await replayAccount(accountId, { from: new Date(0), to }, under);
  return replayed && replayed.points.map((point) => ({ ...point, at: Date.parse(point.at) }));
}
