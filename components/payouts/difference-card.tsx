'use client';
// One difference: what both sides say, what it comes to, and what is decided about it. A booking is proposed here and signed by another person.
import Link from 'next/link';
import { Refused, useSaidAction } from '@/components/ui/told';
import { Money } from '@/components/ui/money';
import { When } from '@/components/ui/when';
import { conclusionsOf } from '@/lib/payouts/conclusion';
import { DECISIONS, sideWords } from '@/lib/payouts/difference-words';
import type { DifferenceRow } from '@/lib/payouts/statement-read';
import type { FormAction } from '@/lib/staff/form';
import { BookingForms, WaitingBooking } from './booking-forms';

type DifferenceActions = Record<'decide' | 'propose' | 'book', FormAction>;
type Props = { difference: DifferenceRow; me: string; off: string | null; actions: DifferenceActions };

export function DifferenceCard({ difference, me, off, actions }: Props) {
  const { state, adjustments, effect } = difference;
  const waiting = adjustments.find((one) => one.state === 'proposed');
  const [decide, propose, book] = [useSaidAction(actions.decide), useSaidAction(actions.propose), useSaidAction(actions.book)];
  const shown = state !== 'open' ? [] : waiting ? [book] : off === null ? [decide, propose] : [];
  const overtaken = [decide, propose, book].filter((deed) => !shown.includes(deed));
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-medium">
          {difference.payout_id ? (
            <Link href={`/payouts/${difference.payout_id}`} className="text-accent hover:underline">
              {difference.trader_name ?? 'Payout'}
            </Link>
          ) : (
            (NAMELESS[difference.kind] ?? 'No payout of ours')
          )}{' '}
          <span className="font-mono text-label font-normal break-all text-ink-2">{referenceOf(difference)}</span>
        </p>
        <p className="text-right">
          {effect.length === 0 && <span className="text-label text-ink-2">no money apart</span>}
          {effect.map((part) => (
            <Money key={part.currency} cents={part.cents} currency={part.currency} signed className="block font-medium" />
          ))}
        </p>
      </div>
      <dl className="grid gap-x-6 text-label sm:grid-cols-2">
        <Side name="Theirs" words={sideWords(difference.theirs, false)} nothing="does not stand on it" />
        <Side name="Ours" words={sideWords(difference.ours, true)} nothing="unknown to us" />
      </dl>
      {state === 'open' && isForPeople(difference) && (
        <p className="text-label text-ink-2">
          If this is the proof of what became of it, two people say so{' '}
          <Link href={`/payouts/${difference.payout_id}`} className="text-accent underline">
            on the payout’s own page
          </Link>
          .
        </p>
      )}
      {state === 'decided' && <Decided difference={difference} />}
      {state === 'agrees-now' && <p className="text-label text-safe">● It agrees by now.</p>}
      {state === 'open' && waiting && <WaitingBooking adjustment={waiting} me={me} off={off} deed={book} />}
      {state === 'open' &&
        !waiting &&
        (off ? <p className="text-label text-ink-2">{off}</p> : <BookingForms difference={difference} deeds={{ decide, propose }} />)}
      {overtaken.map(([told], at) => (
        <Refused key={at} told={told} />
      ))}
    </li>
  );
}

/** The statement may say what the provider itself does not answer. */
const isForPeople = ({ kind, payout_id, payout_state, provider }: DifferenceRow): boolean =>
  (kind === 'state-differs' || kind === 'only-ours') &&
  payout_id !== null &&
  conclusionsOf(payout_state ?? '', provider !== 'rise' && provider !== 'bank').length > 0;

const NAMELESS: Partial<Record<DifferenceRow['kind'], string>> = { 'fee-taken': 'Fees in' };

/** What we wrote ourselves for a file is no reference that a bank would know. */
const referenceOf = ({ reference }: DifferenceRow): string => (reference?.startsWith('file:') ? 'in a file of ours' : (reference ?? ''));

function Side({ name, words, nothing }: { name: string; words: string; nothing: string }) {
  return (
    <div className="flex gap-2">
      <dt className="w-12 shrink-0 text-ink-3">{name}</dt>
      <dd className={words === '' ? 'text-ink-3' : undefined}>{words || nothing}</dd>
    </div>
  );
}

function Decided({ difference }: { difference: DifferenceRow }) {
  return (
    <p className="text-label text-ink-2">
      <span className="font-medium text-safe">● {DECISIONS[difference.decision ?? ''] ?? difference.decision}</span>: {difference.note} By{' '}
      {difference.decided_by_name ?? 'former staff'}
      {difference.decided_at && (
        <>
          , <When at={difference.decided_at} mode="minute" />
        </>
      )}
    </p>
  );
}
