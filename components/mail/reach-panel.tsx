'use client';
// Whether letters reach a trader: an address that bounced or complained, and letters they switched off. Nothing to say is said too.
import Link from 'next/link';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { ReasonLine } from '@/components/ui/reason-field';
import type { TraderMail } from '@/lib/mail/read';
import type { FormAction } from '@/lib/staff/form';

type Props = {
  traderId: string;
  mail: TraderMail;
  seesLog: boolean;
  mayClear: boolean;
  action: FormAction;
};

export function ReachPanel({ traderId, mail: { address, switched_off_at: off }, seesLog, mayClear, action }: Props) {
  const log = seesLog && (
    <Link href={`/mail/deliveries?trader=${traderId}`} className="text-accent hover:underline">
      Letters
    </Link>
  );
  return (
    <Panel title="Mail" aside={log}>
      <div className="flex flex-col gap-2">
        {address ? (
          <p className="text-critical">
            Their address {address.state === 'bounced' ? 'bounced' : 'complained'} on <When at={address.since} mode="minute" />
            {address.reason && `: ${address.reason.replace(/\.$/, '')}`}. They get only the letters we owe them.
          </p>
        ) : (
          <p>Nothing says that letters do not arrive.</p>
        )}
        {off && (
          <p>
            They switched letters off that only help, on <When at={off} mode="minute" />.
          </p>
        )}
        {address && mayClear && <Clear traderId={traderId} action={action} />}
      </div>
    </Panel>
  );
}

function Clear({ traderId, action }: { traderId: string; action: Props['action'] }) {
  const [told, send, isPending] = useSaidAction(action);
  return (
    <form action={send} className="flex flex-col gap-2 border-t border-line pt-2">
      <Refused told={told} beside={['reason']} />
      <input type="hidden" name="trader_id" value={traderId} />
      <ReasonLine id="clear-reason" told={told} />
      <div>
        <Button type="submit" disabled={isPending}>
          Write to this address again
        </Button>
      </div>
    </form>
  );
}
