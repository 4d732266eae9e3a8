// Where an account stands with growing to the next size: in one line, and each condition with its numbers.
import { PayoutChecks } from '@/components/payouts/payout-checks';
import type { ScalingStanding } from '@/lib/payouts/scaling';
import { toldChecks } from '@/lib/payouts/told';

type Props = { standing: ScalingStanding; currency: string };

export function Scaling({ standing: { text, refusals, conditions }, currency }: Props) {
  return (
    <>
      <p className="num">Scaling: {text}.</p>
      {refusals.length === 0 && <p className="mt-1">Every condition is met; a person decides whether the account grows.</p>}
      <details className="mt-2">
        <summary className="w-fit cursor-pointer text-accent">What it asks for</summary>
        <PayoutChecks checks={toldChecks(conditions, currency)} currency={currency} />
      </details>
    </>
  );
}
