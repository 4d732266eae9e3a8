// Why an account was judged so: the sentence, the figures, the derivation step by step, and where each came from.
import Link from 'next/link';
import { measureText } from '@/components/rules/rule-words';
import { Definition } from '@/components/ui/definition';
import { When } from '@/components/ui/when';
import { WithInstants } from '@/components/ui/with-instants';
import { ruleName } from '@/lib/rules/rule-name';
import type { ViolationDetail } from '@/lib/violations/read';
import { VerdictChip } from './verdict-chip';
import { isBroken, outcomeText } from './violation-words';

type WhyProps = {
  violation: ViolationDetail;
  /** Raw messages of the events named by the evidence, by event id; only for those who may read them. */
  messages: Record<string, string>;
  mayReadMessages: boolean;
  mayReadTrades: boolean;
};

export function Why({ violation, messages, mayReadMessages, mayReadTrades }: WhyProps) {
  const text = (value: number | null) => <span className="num">{measureText(value, violation.unit, violation.currency)}</span>;
  return (
    <div className="flex flex-col gap-5">
      <p className="text-form">
        <WithInstants text={violation.message ?? `${ruleName(violation.rule, violation.instance)} was broken.`} />
      </p>
      <Definition
        rows={[
          { term: 'Verdict', value: <VerdictChip state={violation.state} /> },
          { term: 'Measured', value: text(violation.measured_value) },
          { term: 'Limit', value: text(violation.threshold_value) },
          { term: isBroken(violation) ? 'Past it by' : 'Left to it', value: text(violation.over_by) },
          { term: 'Outcome', value: outcomeText(violation) },
          ...(violation.subject ? [{ term: 'Judged on', value: <code className="text-label">{violation.subject}</code> }] : []),
          { term: 'Trades', value: mayReadTrades ? <Trades violation={violation} /> : 'Your role does not read trades.' },
          { term: 'Broken', value: <When at={violation.breached_at} /> },
          { term: 'Detected', value: <When at={violation.detected_at} /> },
          { term: 'Judged under', value: `${violation.rule_set_code ?? 'rule set'}, version ${violation.rule_set_version ?? 'not known'}` },
          ...(violation.resolution ? [{ term: 'Decided', value: violation.resolution }] : []),
        ]}
      />
      <Derivation violation={violation} messages={messages} mayReadMessages={mayReadMessages} />
      <p className="text-label text-ink-2">
        <a href={`/accounts/${violation.account_id}/violations/${violation.id}/why`} download className="text-accent underline">
          The derivation as JSON
        </a>
        , told again from the account&rsquo;s first event: reference, amount, limit and measured, the events and the versions of rules and
        judge.
      </p>
    </div>
  );
}

/** The trade it was judged on, by account and ticket; where no single one broke it, those of the account up to that day. */
function Trades({ violation }: { violation: ViolationDetail }) {
  const ticket = violation.trade_ticket;
  const narrowed = ticket ? `q=${encodeURIComponent(ticket)}` : `to=${violation.breached_at.slice(0, 10)}`;
  return (
    <Link href={`/trades?account=${violation.account_id}&${narrowed}`} prefetch={false} className="text-accent underline">
      {ticket ? (
        // One piece: in a list a link is a flex box, which drops the space between two.
        <span>
          the trade <code className="text-label">{ticket}</code>
        </span>
      ) : (
        'those of the account up to that day'
      )}
    </Link>
  );
}

function Derivation({ violation, messages, mayReadMessages }: Omit<WhyProps, 'mayReadTrades'>) {
  const steps = violation.evidence ?? [];
  return (
    <section aria-labelledby="derivation">
      <h3 id="derivation" className="mb-2 text-form font-semibold">
        The arithmetic
      </h3>
      {steps.length === 0 ? (
        <p className="text-ink-2">The evidence of this verdict could not be loaded, so it can be neither confirmed nor withdrawn here.</p>
      ) : (
        <ol className="flex flex-col divide-y divide-line border-y border-line">
          {steps.map((step, index) => (
            <li key={index} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1.5">
              <span className="text-ink-2">{step.label}</span>
              <span className="num text-right font-medium">
                <WithInstants text={step.value} />
              </span>
              {step.event_id && <Source eventId={step.event_id} href={hrefOf(step.event_id, violation, messages)} may={mayReadMessages} />}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function hrefOf(eventId: string, violation: ViolationDetail, messages: Record<string, string>): string | null {
  const inboxId = messages[eventId];
  return inboxId ? `/accounts/${violation.account_id}/messages/${inboxId}` : null;
}

function Source({ eventId, href, may }: { eventId: string; href: string | null; may: boolean }) {
  const name = <code className="text-meta text-ink-3">event {eventId}</code>;
  return (
    <span className="w-full text-label">
      {name}{' '}
      {href && may && (
        <Link href={href} prefetch={false} className="text-accent underline">
          raw message
        </Link>
      )}
      {href && !may && <span className="text-ink-3">its raw message is kept; your role does not open it</span>}
    </span>
  );
}
