// One letter: to whom, in which words, what became of it and why, and sending it once more.
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DeliveryChip } from '@/components/mail/delivery-chip';
import { DeliveryFacts } from '@/components/mail/delivery-facts';
import { SendAgain } from '@/components/mail/send-again';
import { PageHeader } from '@/components/ui/page-header';
import { FreshnessStamp } from '@/components/ui/stamp';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { createClient } from '@/lib/db/server';
import { readDelivery, readRepeats, type DeliveryDetail } from '@/lib/mail/read';
import { messageWords, STATE_MEANING } from '@/lib/mail/states';
import { requireStaff } from '@/lib/staff/gate';
import { readersOf, type StaffRole } from '@/lib/staff/roles';
import { sendLetterAgain } from '../../actions';

export const metadata: Metadata = { title: 'Letter' };

export default async function DeliveryPage({ params }: PageProps<'/mail/deliveries/[id]'>) {
  const actor = await requireStaff(readersOf('/mail'));
  const client = await createClient();
  const letter = await readDelivery(client, (await params).id);
  if (!letter) notFound();
  const repeats = await readRepeats(client, letter);
  const readAt = new Date().toISOString();
  return (
    <>
      <PageHeader
        title={
          <>
            <Link href="/mail/deliveries" className="text-accent hover:underline">
              Letters
            </Link>
            <span aria-hidden="true" className="text-ink-3">
              /
            </span>
            {letter.subject ?? messageWords(letter.message)} <DeliveryChip state={letter.state} />
          </>
        }
        question={STATE_MEANING[letter.state]}
        stamp={<FreshnessStamp at={readAt} />}
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(280px,1fr)]">
        <Panel title="This letter">
          <DeliveryFacts letter={letter} />
        </Panel>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Send it once more">
            <SendAgain id={letter.id} refusedBecause={refusal(letter, actor.role)} action={sendLetterAgain} />
          </Panel>
          {repeats.length > 0 && (
            <Panel title="Also written">
              <ul className="flex flex-col gap-1">
                {repeats.map((row) => (
                  <li key={row.id} className="flex flex-wrap items-center gap-2">
                    <Link href={`/mail/deliveries/${row.id}`} className="text-accent hover:underline">
                      <When at={row.created_at} />
                    </Link>
                    <DeliveryChip state={row.state} />
                  </li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

function refusal({ state, is_test }: DeliveryDetail, role: StaffRole): string | null {
  if (role !== 'support' && role !== 'admin') return 'Support and admin send letters again.';
  if (is_test) return 'A test is sent again from its message.';
  if (state === 'queued' || state === 'sending') return 'It is still on its way.';
  if (state === 'voided') return 'It was taken back: what it said no longer holds, or its reader wants no such letters.';
  return null;
}
