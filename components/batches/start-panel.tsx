'use client';
// What may be started here: judging every living account now, or a load test over accounts made for it.
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import type { FormAction } from '@/lib/staff/form';
import { Told } from './run-deed';

type Props = { refusedBecause: string | null; rejudge: FormAction; scaleTest: FormAction };

export function StartPanel({ refusedBecause, rejudge, scaleTest }: Props) {
  const [judged, judge, isJudging] = useFormAction(rejudge);
  const [scaled, scale, isScaling] = useFormAction(scaleTest);
  const off = refusedBecause !== null;
  return (
    <Panel title="Start a run" aside={refusedBecause && <span>{refusedBecause}</span>}>
      <div className="grid gap-6 md:grid-cols-2">
        <form action={judge} className="flex flex-col items-start gap-2">
          <p className="text-ink-2">
            Judges every living account under the rules it is pinned to, as of now. A verdict it finds is recorded as any other.
          </p>
          <Button type="submit" variant="primary" disabled={off || isJudging}>
            Judge every living account
          </Button>
          <Told told={judged} />
        </form>
        <form action={scale} className="flex flex-col items-start gap-2">
          <p className="text-ink-2">Makes that many accounts with a history, judges them, compares every verdict and removes them again.</p>
          <div className="flex items-end gap-2">
            <Field
              label="Accounts of the load test"
              name="accounts"
              inputMode="numeric"
              pattern="[0-9]{1,5}"
              required
              disabled={off}
              defaultValue={scaled.values.accounts ?? '1000'}
              className="w-44"
            />
            <Button type="submit" size="large" disabled={off || isScaling}>
              Run the load test
            </Button>
          </div>
          <Told told={scaled} />
        </form>
      </div>
    </Panel>
  );
}
