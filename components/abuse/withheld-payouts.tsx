// That an account's payouts are withheld, why, and the way to let them go.
import { ReasonForm } from '@/components/ui/reason-form';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { Bar } from '@/lib/abuse/copy-read';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  account: string;
  bar: Bar;
  refusedBecause: string | null;
  action: FormAction;
};

export function WithheldPayouts({ account, bar, refusedBecause, action }: Props) {
  return (
    <Panel title="Payouts are withheld" aside={<When at={bar.set_at} mode="minute" />}>
      <p className="pb-3">{bar.reason}</p>
      <details>
        <summary className="cursor-pointer font-medium">Let them go</summary>
        <div className="pt-2">
          <ReasonForm id="let-go" deed="Let payouts go" hidden={{ account }} refusedBecause={refusedBecause} action={action} />
        </div>
      </details>
    </Panel>
  );
}
