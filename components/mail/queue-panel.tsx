// How mail is doing: what waits and why, what became of the last thirty days, and whom letters that only help no longer reach.
import Link from 'next/link';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { MailOverview } from '@/lib/mail/read';
import { DELIVERY_STATES, STATE_WORDS } from '@/lib/mail/states';

const count = (number: number, one: string, many: string): string => `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;

export function QueuePanel({ overview, hasProvider }: { overview: MailOverview; hasProvider: boolean }) {
  const { queue, states } = overview;
  return (
    <Panel title="The last 30 days" aside={queue.later > 0 && <span>{count(queue.later, 'letter', 'letters')} for later</span>}>
      <div className="flex flex-col gap-3">
        {!hasProvider && (
          <p className="rounded-sm border border-caution bg-caution-soft px-3 py-2">
            No mail provider is set, so no letter leaves this machine: each is written and kept as not sent. Set RESEND_API_KEY to send
            them.
          </p>
        )}
        {queue.refused > 0 && (
          <p role="alert" className="rounded-sm border border-critical bg-critical-soft px-3 py-2">
            The mail provider does not take letters: {count(queue.refused, 'letter was', 'letters were')} refused for now and tried again by
            itself. {queue.trouble && <span className="font-mono text-label">{queue.trouble}</span>}
          </p>
        )}
        <p>
          {queue.waiting === 0
            ? 'No letter waits.'
            : `${count(queue.waiting, 'letter waits', 'letters wait')} to be sent, the oldest since `}
          {queue.waiting > 0 && <When at={queue.oldest_at} />}
        </p>
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {DELIVERY_STATES.filter((state) => (states[state] ?? 0) > 0).map((state) => (
            <li key={state}>
              <Link href={`/mail/deliveries?state=${state}`} className="text-accent hover:underline">
                <span className="num font-medium">{(states[state] ?? 0).toLocaleString('en-US')}</span> {STATE_WORDS[state].toLowerCase()}
              </Link>
            </li>
          ))}
        </ul>
        <p className="text-label text-ink-2">
          {count(overview.stopped, 'address gets', 'addresses get')} only what is owed after a bounce or a complaint;{' '}
          {count(overview.switched_off, 'trader', 'traders')} switched letters off that only help.
        </p>
      </div>
    </Panel>
  );
}
