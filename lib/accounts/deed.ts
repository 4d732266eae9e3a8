// What staff may do to an account where it stands, and what each deed would bring about, said before it is done. The edges are those of the
// lifecycle; the consequences are what the database's own functions do.
import { nextStatuses, type AccountStatus } from '@/lib/accounts/lifecycle';
import type { StaffRole } from '@/lib/staff/roles';

export const DEEDS = ['pass', 'fail', 'block', 'unblock', 'close', 'reinstate', 'upgrade', 'resync'] as const;
export type DeedKey = (typeof DEEDS)[number];

export interface DeedGrounds {
  status: AccountStatus;
  blockedFrom: 'active' | 'live' | null;
  isLive: boolean;
  /** The phase after this one. */
  next: { name: string; isLive: boolean } | null;
  /** Whether an account was opened from this one already. */
  isContinued: boolean;
  /** Names of gates that are not met, as the judge last saw them. */
  openGates: string[];
  canBePulled: boolean;
  /** Since when nothing is known of its feed; null while it is heard. */
  staleSince: string | null;
}
export interface Deed {
  key: DeedKey;
  label: string;
  /** The status it leads to; null where it stays. */
  to: AccountStatus | null;
  needsSecondPerson: boolean;
  isGrave: boolean;
  consequences: string[];
}

/** Support has an account told again; everything else about it is risk's to decide. */
export const DEED_ROLES = ['support', 'risk', 'admin'] as const satisfies readonly StaffRole[];
export const mayDo = (role: StaffRole, key: DeedKey): boolean =>
  role === 'risk' || role === 'admin' || (role === 'support' && key === 'resync');

/** These rest on what the account did, so they wait while nobody knows what it does. */
export const NEEDS_KNOWN: readonly DeedKey[] = ['pass', 'fail'];
export const staleWords = (since: string): string => `Nothing is known of its feed since ${since}; this waits until it is heard again.`;

export interface OfferedDeed extends Deed {
  /** Why it cannot be done here; null where it can. Names instants as they are stored. */
  refusedBecause: string | null;
}

/** All deeds of where the account stands; what the reader may not do, or nobody may do now, with the reason. */
export function offeredDeeds(grounds: DeedGrounds, role: StaffRole): OfferedDeed[] {
  return deedsFor(grounds).map((deed) => ({ ...deed, refusedBecause: whyNot(deed.key, role, grounds) }));
}

function whyNot(key: DeedKey, role: StaffRole, { staleSince }: DeedGrounds): string | null {
  if (!mayDo(role, key)) return 'Risk and admin do this.';
  return staleSince !== null && NEEDS_KNOWN.includes(key) ? staleWords(staleSince) : null;
}

const RUNNING: readonly AccountStatus[] = ['active', 'live', 'blocked'];
const MAIL = 'The trader is told by mail.';
const KEPT = 'Nothing is deleted; going back is another deed with its own reason.';

export function deedsFor(grounds: DeedGrounds): Deed[] {
  const { status, isLive, blockedFrom } = grounds;
  const edges = nextStatuses(status, 'staff', blockedFrom).filter((edge) => status !== 'closed' || (edge.to === 'live' && isLive));
  const moves = edges.map((edge) => moveDeed(status, edge.to, edge.needsSecondPerson, grounds));
  const more: Deed[] = [];
  if (status === 'passed' && grounds.next?.isLive && !grounds.isContinued) more.push(upgrade());
  if (RUNNING.includes(status)) more.push(resync(grounds.canBePulled));
  return [...moves, ...more];
}

function moveDeed(from: AccountStatus, to: AccountStatus, needsSecondPerson: boolean, grounds: DeedGrounds): Deed {
  const deed = (key: DeedKey, label: string, isGrave: boolean, consequences: string[]): Deed => ({
    key,
    label,
    to,
    needsSecondPerson,
    isGrave,
    consequences,
  });
  if (to === 'passed') return deed('pass', 'Pass the phase', false, passWords(grounds));
  if (to === 'failed') return deed('fail', 'Fail the account', true, ['It ends as failed and trading stays off.', MAIL, KEPT]);
  if (to === 'closed')
    return deed('close', 'Close the account', true, ['It ends as closed and trading stays off.', ...liveWords(grounds), MAIL, KEPT]);
  if (to === 'blocked')
    return deed('block', 'Block the account', true, [
      'Trading is off. Trades are still recorded and judged; it can neither pass nor be paid until it is unblocked.',
      MAIL,
    ]);
  if (from === 'blocked')
    return deed('unblock', 'Unblock the account', false, [
      `It is ${to} again and may be traded.`,
      'What broke before is not judged again today; from the next trading day on everything is.',
      MAIL,
    ]);
  return deed('reinstate', 'Reinstate the account', true, [
    'You ask; another person decides. Until then nothing changes.',
    `Then it is ${to} again under its own rules. What ended it is not judged again that day; from the next trading day on everything is.`,
    MAIL,
  ]);
}

function passWords({ next, openGates }: DeedGrounds): string[] {
  const follows =
    next === null
      ? 'There is no phase after this one.'
      : next.isLive
        ? 'Another person is asked to grant the funded account.'
        : `The next phase, ${next.name}, is opened and a login is asked for.`;
  const override = openGates.length > 0 ? [`Not met, and overridden by your name: ${openGates.join(', ')}.`] : [];
  return [...override, 'It ends as passed; trading stays off.', follows, MAIL];
}

const liveWords = ({ isLive }: DeedGrounds): string[] => (isLive ? ['The funded account ends, and systems that listen are told.'] : []);

const upgrade = (): Deed => ({
  key: 'upgrade',
  label: 'Ask for the funded account',
  to: null,
  needsSecondPerson: true,
  isGrave: false,
  consequences: ['A review is opened in which another person grants the funded account or does not.', 'This account stays passed.'],
});

const resync = (canBePulled: boolean): Deed => ({
  key: 'resync',
  label: 'Resync',
  to: null,
  needsSecondPerson: false,
  isGrave: false,
  consequences: [
    canBePulled ? 'Its feed is asked for everything it may have missed.' : 'Its feed cannot be asked: only what came in is used.',
    'Its facts are set aside and told again from its first event. Verdicts that no longer hold are withdrawn, or contested where they were confirmed.',
  ],
});
