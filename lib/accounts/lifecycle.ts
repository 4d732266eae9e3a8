// The account's lifecycle as data, so that screens can show what may come next. Postgres holds the same edges and refuses every other one;
// a test keeps the two equal.
export const STATUSES = ['pending', 'active', 'passed', 'failed', 'blocked', 'live', 'closed'] as const;
export type AccountStatus = (typeof STATUSES)[number];
export type ActorKind = 'system' | 'staff';

interface Transition {
  from: AccountStatus;
  to: AccountStatus;
  by: ActorKind;
  /** Undoing an ending takes somebody who did not ask for it. */
  needsSecondPerson: boolean;
}

const edge = (from: AccountStatus, to: AccountStatus, by: ActorKind, needsSecondPerson = false): Transition => ({
  from,
  to,
  by,
  needsSecondPerson,
});

export const TRANSITIONS: readonly Transition[] = [
  edge('pending', 'active', 'system'),
  edge('pending', 'live', 'system'),
  edge('pending', 'closed', 'system'),
  edge('active', 'passed', 'staff'),
  edge('active', 'passed', 'system'),
  edge('active', 'failed', 'system'),
  edge('active', 'failed', 'staff'),
  edge('active', 'blocked', 'system'),
  edge('active', 'blocked', 'staff'),
  edge('active', 'closed', 'staff'),
  edge('blocked', 'active', 'staff'),
  edge('blocked', 'live', 'staff'),
  edge('blocked', 'failed', 'staff'),
  edge('blocked', 'closed', 'staff'),
  edge('live', 'blocked', 'system'),
  edge('live', 'blocked', 'staff'),
  edge('live', 'closed', 'system'),
  edge('live', 'closed', 'staff'),
  edge('failed', 'active', 'staff', true),
  edge('closed', 'live', 'staff', true),
];

/** The edge somebody may take, or null: whatever is not listed does not exist. */
export function transition(from: AccountStatus, to: AccountStatus, by: ActorKind): Transition | null {
  return TRANSITIONS.find((one) => one.from === from && one.to === to && one.by === by) ?? null;
}

/** Where an account may go next by that hand; a blocked one only back to where it stood. */
export function nextStatuses(from: AccountStatus, by: ActorKind, blockedFrom: 'active' | 'live' | null = null): Transition[] {
  return TRANSITIONS.filter(
    (one) => one.from === from && one.by === by && !(from === 'blocked' && isRunning(one.to) && one.to !== blockedFrom),
  );
}

const isRunning = (status: AccountStatus): boolean => status === 'active' || status === 'live';
