// What each outcome of an event means to whoever sent it: one list for the office, for the documentation and for the answers themselves. Pure.
import type { EventOutcome } from '@/lib/trades/answer';

export const OUTCOME_WORDS: Record<EventOutcome['outcome'], string> = {
  recorded: 'Kept and judged; the verdict and the account’s version come along.',
  duplicate: 'Told before, with the same content. The first answer comes along, and nothing is counted twice.',
  noted: 'A login or terminal (account.accessed): from where the account was reached is kept, and judged by nobody.',
  parked:
    'Kept, but its account is not known yet, or another source feeds it. It goes in by itself once that changes; it need not be sent again.',
  quarantined: 'Authentic but not believed, such as a clock ahead of ours or other content under a known id. A person looks at it.',
  refused: 'It cannot be read: code and path say where. The rest of the message is taken all the same.',
};
