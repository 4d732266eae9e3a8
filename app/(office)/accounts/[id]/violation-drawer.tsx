// The drawer of one verdict: read afresh whenever its link is opened, with what this person may do about it.
import { Suspense } from 'react';
import type { SupabaseClient } from '@supabase/supabase-js';
import { consequenceText } from '@/components/rules/rule-words';
import { DecideForm } from '@/components/violations/decide-form';
import { isBroken } from '@/components/violations/violation-words';
import { Why } from '@/components/violations/why';
import { WhyDrawer } from '@/components/violations/why-drawer';
import { messagesOfEvents } from '@/lib/accounts/read';
import { ruleName } from '@/lib/rules/rule-name';
import type { StaffActor } from '@/lib/staff/actor';
import { readersOf } from '@/lib/staff/roles';
import { readViolation, type ViolationDetail } from '@/lib/violations/read';
import { decideVerdict } from '../../violations/actions';
import { MESSAGE_READERS } from './messages/readers';
import { ToldAgain } from './told-again';

type Props = { id: string; accountId: string; closeHref: string; actor: StaffActor; client: SupabaseClient; isPast?: boolean };

/** Called rather than drawn, so that what cannot be read is said on the page it was opened from. */
export async function violationDrawer({ id, accountId, closeHref, actor, client, isPast = false }: Props) {
  const violation = await readViolation(client, id);
  if (!violation || violation.account_id !== accountId) {
    return (
      <WhyDrawer title="Verdict" closeHref={closeHref}>
        <p>There is no such verdict on this account.</p>
      </WhyDrawer>
    );
  }
  const eventIds = (violation.evidence ?? []).flatMap((step) => (step.event_id ? [step.event_id] : []));
  const messages = await messagesOfEvents(client, accountId, eventIds).catch(() => ({}));
  return (
    <WhyDrawer title={`Why: ${ruleName(violation.rule, violation.instance)}`} closeHref={closeHref}>
      <div className="flex flex-col gap-5">
        <Why
          violation={violation}
          messages={messages}
          mayReadMessages={MESSAGE_READERS.includes(actor.role)}
          mayReadTrades={readersOf('/trades').includes(actor.role)}
        />
        <Suspense fallback={<p className="text-ink-2">The account is told again from its first event.</p>}>
          <ToldAgain violation={violation} client={client} />
        </Suspense>
        {violation.state !== 'withdrawn' && isBroken(violation) && (
          <DecideForm
            key={violation.id}
            id={violation.id}
            state={violation.state}
            consequence={consequenceText(violation.consequence)}
            refusedBecause={isPast ? 'The page shows a past instant. Go back to now to decide.' : whyNot(violation, actor)}
            action={decideVerdict}
          />
        )}
      </div>
    </WhyDrawer>
  );
}

function whyNot(violation: ViolationDetail, actor: StaffActor): string | null {
  if (actor.role !== 'risk' && actor.role !== 'admin') return 'Only risk and admin decide verdicts.';
  if ((violation.evidence ?? []).length === 0) return 'Without its evidence a verdict can be neither confirmed nor withdrawn.';
  return null;
}
