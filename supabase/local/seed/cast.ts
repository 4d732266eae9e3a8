// Who plays in the demo firm's first month, and what part: every state an office has to show is there from the start.
import { personOf, type DemoPerson } from '../simulate/people';
import type { ProfileName } from '../simulate/profile';

export interface Role {
  person: DemoPerson;
  profile: ProfileName;
  product_id: string;
  phase_position: number;
  /** Weeks before the first day of the firm's month on which it opened, or after it where less than nought: who ends soon need not all have begun at once. */
  weeks_before: number;
}

/** An account that nobody has traded yet. */
export interface UntradedAccount {
  login: string;
  server: string;
  product_id: string;
  /** Null: it opened on the first day of the firm's month. */
  opened_on: string | null;
}

/** One for a first trade sent by hand, and one that the sample export in `tests/samples` is the history of. */
export const UNTRADED: readonly UntradedAccount[] = [
  { login: '700001', server: 'Demo-Live', product_id: 'classic-100k', opened_on: null },
  { login: '500123', server: 'Example-Server', product_id: 'classic-100k', opened_on: '2026-03-01' },
];
export const UNTRADED_OWNER = { email: 'nils.anfang@traders.tideline.test', full_name: 'Nils Anfang' };

const RUN = { seed: 'house', hit_rate: '0.55' };
export const SEED = RUN.seed;
export const HIT_RATE = 0.55;
export const TRADING_DAYS = 22;

/** Profile, product and phase by turns; the three products differ in size, daily limit and the way the floor moves. */
const PARTS: readonly (readonly [ProfileName, string, number])[] = [
  ['steady', 'classic-100k', 1],
  ['strong', 'classic-100k', 1],
  ['tilted', 'classic-100k', 1],
  ['steady', 'goat-50k', 1],
  ['careless', 'classic-100k', 1],
  ['steady', 'no-time-limit-200k', 1],
  ['reckless', 'classic-100k', 1],
  ['steady', 'classic-100k', 2],
  ['strong', 'goat-50k', 1],
  ['idle', 'classic-100k', 1],
  ['steady', 'classic-100k', 3],
  ['tilted', 'no-time-limit-200k', 1],
  ['careless', 'goat-50k', 1],
];
const ACCOUNTS = 39;
const WEEKS_BEFORE: Partial<Record<ProfileName, number>> = { tilted: -1, careless: -2, reckless: 3 };

/** The account of the demo trader first: it trades well, so that the portal has something to show. */
export function seedCast(traderEmail: string): Role[] {
  const own: Role = {
    person: { ...personOf(RUN, ACCOUNTS), email: traderEmail, full_name: 'Tara Novik' },
    profile: 'steady',
    product_id: 'classic-100k',
    phase_position: 1,
    weeks_before: 0,
  };
  const others = Array.from({ length: ACCOUNTS }, (_, index): Role => {
    const [profile, product_id, phase_position] = PARTS[index % PARTS.length] ?? ['steady', 'classic-100k', 1];
    return { person: personOf(RUN, index), profile, product_id, phase_position, weeks_before: WEEKS_BEFORE[profile] ?? 0 };
  });
  return [own, ...others];
}
