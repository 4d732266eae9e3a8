'use client';
// What may be changed of a source: where it is asked, how much it may send, how long verdicts and orders wait, when its silence counts.
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { reportsTrades } from '@/lib/connections/kinds';
import type { Source } from '@/lib/connections/read';
import type { FormAction } from '@/lib/staff/form';

type Props = { source: Source; refusedBecause: string | null; action: FormAction };
type FieldOf = { name: keyof Source['settings']; label: string; hint?: string; type?: string; trading?: boolean };

const FIELDS: FieldOf[] = [
  { name: 'rate_limit', label: 'Messages a minute', type: 'number', hint: 'More is answered 429 with a time to wait' },
  { name: 'server', label: 'Server', trading: true, hint: 'As its accounts name it' },
  { name: 'server_zone', label: 'Server zone', trading: true, hint: 'Such as Europe/Athens or America/New_York+7h' },
  { name: 'resync_url', label: 'Resync address', type: 'url', trading: true, hint: 'Asked every five minutes for what was not posted' },
  { name: 'orders_url', label: 'Orders address', type: 'url', trading: true, hint: 'Told to stop trading and to close positions' },
  {
    name: 'confirm_grace_seconds',
    label: 'Grace of a breach, seconds',
    type: 'number',
    trading: true,
    hint: 'How long an earlier event may still arrive',
  },
  { name: 'order_grace_seconds', label: 'Orders answered within, seconds', type: 'number', trading: true, hint: 'Later, staff are told' },
  {
    name: 'quiet_after_seconds',
    label: 'Stale after, seconds',
    type: 'number',
    trading: true,
    hint: 'Empty: silence says nothing. While stale, no breach is confirmed',
  },
];

export function SourceSettings({ source, refusedBecause, action }: Props) {
  const [told, send, isPending] = useSaidAction(action);
  const isTrading = reportsTrades(source.kind);
  const path = told.refusal?.path;
  return (
    <Panel title="Settings">
      <form action={send} className="flex flex-col gap-3">
        <input type="hidden" name="id" value={source.id} />
        {!path && <Refused told={told} />}
        <div className="grid gap-3 sm:grid-cols-2">
          {FIELDS.map(({ name, trading, ...rest }) => {
            const value = String(told.values[name] ?? source.settings[name] ?? '');
            if (trading && !isTrading) return <input key={name} type="hidden" name={name} value={value} />;
            const error = path === name ? told.refusal?.message : null;
            return <Field key={name} name={name} {...rest} defaultValue={value} error={error} disabled={refusedBecause !== null} />;
          })}
        </div>
        {refusedBecause && <p className="text-label text-ink-3">{refusedBecause}</p>}
        <Button type="submit" variant="primary" className="self-start" disabled={refusedBecause !== null || isPending}>
          Save the settings
        </Button>
      </form>
    </Panel>
  );
}
