// The address of the queue: whose reviews it shows, the kind it is narrowed to, whether to what is overdue, the review that is open, and the
// kind of event its timeline shows. All of it can be sent as a link.
import { isReviewKind, type ReviewKind } from '@/lib/reviews/kinds';

export interface QueueAddress {
  kind: ReviewKind | null;
  review: string | null;
  /** The kind of event the timeline is narrowed to; absent where it shows every one. */
  events?: string;
  /** Only what should have been decided by now; absent for whatever waits. */
  due?: 'overdue';
  /** What the reader may decide, or whatever they see. A link that only names a kind or what is overdue means all of it. */
  scope?: Scope;
}
export type Scope = 'mine' | 'all';

/** The kinds of event a timeline is narrowed to. */
export const EVENT_KINDS = ['account', 'trade', 'rule', 'review', 'mail'];

export function readQueueAddress(search: Record<string, string | string[] | undefined>): QueueAddress {
  const { kind, review, events, due, scope } = search;
  return {
    kind: isReviewKind(kind) ? kind : null,
    review: typeof review === 'string' && /^[0-9a-f-]{36}$/i.test(review) ? review : null,
    ...(typeof events === 'string' && EVENT_KINDS.includes(events) ? { events } : {}),
    ...(due === 'overdue' ? { due } : {}),
    ...(scope === 'mine' || scope === 'all' ? { scope } : {}),
  };
}

/** Whose reviews a link shows: without a word of its own the whole queue opens with what the reader may decide. */
export const scopeOf = ({ kind, due, scope }: QueueAddress, decides: boolean): Scope =>
  decides ? (scope ?? (kind || due ? 'all' : 'mine')) : 'all';

/** Filters of a link that nobody could follow, in words: the queue is shown without them, and its file is not made. */
export function refusedOfQueue({ kind, due, scope }: Record<string, string | string[] | undefined>): string[] {
  const told = (label: string, value: string | string[], why: string) => `${label}: \u201c${String(value).slice(0, 40)}\u201d ${why}.`;
  return [
    ...(kind === undefined || kind === '' || isReviewKind(kind) ? [] : [told('Kind', kind, 'is no kind of review')]),
    ...(due === undefined || due === '' || due === 'overdue' ? [] : [told('Due', due, 'is not \u201coverdue\u201d')]),
    ...(scope === undefined || scope === '' || scope === 'mine' || scope === 'all'
      ? []
      : [told('Whose', scope, 'is neither \u201cmine\u201d nor \u201call\u201d')]),
  ];
}

export function queueHref({ kind, review, events, due, scope }: QueueAddress): string {
  const query = new URLSearchParams();
  if (scope) query.set('scope', scope);
  if (kind) query.set('kind', kind);
  if (due) query.set('due', due);
  if (review) query.set('review', review);
  if (events) query.set('events', events);
  const text = query.toString();
  return text ? `/reviews?${text}` : '/reviews';
}

/** Which review stands open, and its neighbours: the one asked for, else the first of the queue that this person may decide. */
export function placeInQueue(
  ids: { id: string; mine: boolean }[],
  asked: string | null,
): { open: string | null; next: string | null; previous: string | null } {
  const at = asked === null ? -1 : ids.findIndex((one) => one.id === asked);
  if (asked !== null && at < 0) return { open: asked, next: ids[0]?.id ?? null, previous: null };
  const open =
    at >= 0
      ? at
      : Math.max(
          0,
          ids.findIndex((one) => one.mine),
        );
  return { open: ids[open]?.id ?? null, next: ids[open + 1]?.id ?? null, previous: open > 0 ? (ids[open - 1]?.id ?? null) : null };
}
