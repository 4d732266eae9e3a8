'use client';
// One notice: what it says, whom it goes or went to, who wrote and who sent it. Its writer may withdraw it but never send it.
import Link from 'next/link';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { Notice } from '@/lib/mail/notices-read';
import type { FormAction } from '@/lib/staff/form';
import { AUDIENCE_CHOICES } from './notice-form';

type Props = { notice: Notice; me: string; maySend: boolean; action: FormAction };

const STATES: Record<Notice['state'], string> = { proposed: 'Waits for another person', sent: 'Sent', withdrawn: 'Withdrawn' };
const nameOf = (person: Notice['proposer']): string => person?.full_name || person?.email || 'somebody';
const readersText = (count: number): string => `${count.toLocaleString('en-US')} ${count === 1 ? 'trader' : 'traders'}`;

export function NoticeCard({ notice, me, maySend, action }: Props) {
  const whom = notice.challenge
    ? `Traders with a living account of ${notice.challenge.title}`
    : AUDIENCE_CHOICES.find(({ value }) => value === notice.audience)?.label;
  return (
    <Panel title={notice.title} aside={<span>{STATES[notice.state]}</span>}>
      <div className="flex flex-col gap-2">
        <p className="max-w-prose break-words whitespace-pre-wrap">{notice.statement}</p>
        <p className="text-label text-ink-2">
          {whom}: {readersText(notice.readers_now ?? notice.readers)}. Holds from {notice.holds_from}. Written by {nameOf(notice.proposer)},{' '}
          <When at={notice.proposed_at} mode="minute" />
          {notice.decided_at && (
            <>
              ; {notice.state === 'sent' ? 'sent' : 'withdrawn'} by {nameOf(notice.decider)}, <When at={notice.decided_at} mode="minute" />
            </>
          )}
          {notice.reason && `: ${notice.reason}`}
        </p>
        {notice.state === 'sent' && (
          <p className="flex flex-wrap gap-4">
            <Link href={`/mail/deliveries?notice=${notice.id}`} className="text-accent hover:underline">
              Its letters
            </Link>
            <a href={`/mail/deliveries/export?notice=${notice.id}`} download className="text-accent hover:underline">
              Proof of delivery as CSV
            </a>
          </p>
        )}
        {notice.state === 'proposed' && maySend && <Decide notice={notice} isMine={notice.proposed_by === me} action={action} />}
      </div>
    </Panel>
  );
}

function Decide({ notice, isMine, action }: { notice: Notice; isMine: boolean; action: Props['action'] }) {
  const [told, send, isPending] = useSaidAction(action);
  const readers = notice.readers_now ?? notice.readers;
  return (
    <form action={send} className="flex flex-col gap-2 border-t border-line pt-3">
      <Refused told={told} />
      <input type="hidden" name="id" value={notice.id} />
      <input type="hidden" name="seen" value={readers} />
      <Field
        label="Remark"
        id={`remark-${notice.id}`}
        name="reason"
        maxLength={500}
        defaultValue={told.values.reason ?? ''}
        hint="Kept with the notice; may be empty."
      />
      {isMine && <p className="text-label text-ink-3">You wrote it, so another person of config or admin sends it.</p>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" name="decision" value="send" variant="primary" disabled={isMine || isPending || readers === 0}>
          Send to {readersText(readers)}
        </Button>
        <Button type="submit" name="decision" value="withdraw" disabled={isPending}>
          Withdraw
        </Button>
      </div>
    </form>
  );
}
