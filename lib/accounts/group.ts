// Groups of accounts in words, and which of them breaks first when all lose the same.
import type { RiskState } from '@/lib/accounts/read';

export const GROUP_KINDS = ['watch', 'copies', 'owner'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];
export const GROUP_WORDS: Record<GroupKind, string> = { watch: 'To watch', copies: 'Copies of one trade', owner: 'Of one owner' };
export const GROUP_CHOICES = GROUP_KINDS.map((value) => ({ value, label: GROUP_WORDS[value] }));
export const MOST_MEMBERS = 500;

export interface Member {
  id: string;
  login: string;
  status: string;
  is_alive: boolean;
  risk_state: RiskState;
  trader_name: string | null;
  currency: string;
  initial_balance_cents: number;
  headroom_cents: number | null;
  nearest_rule: string | null;
  used_bps: number | null;
  activated_at: string | null;
  closed_at: string | null;
}

export interface Weakness {
  member: Member;
  /** Money left as a share of the initial balance, in basis points, rounded down. */
  left_bps: number;
}

const trades = (member: Member): boolean => member.status === 'active' || member.status === 'live';

/**
 * Who breaks first: at the same loss in money, and at the same loss for their size, which is what copies of one trade suffer. Only accounts
 * that trade and whose room is known can be compared, and money only within one currency.
 */
export function weakest(members: Member[]): { byMoney: Weakness[]; byShare: Weakness[]; notKnown: number } {
  const known = members.filter((member) => trades(member) && member.headroom_cents !== null && member.initial_balance_cents > 0);
  const weighed = known.map((member) => ({ member, left_bps: shareLeft(member) }));
  const byLogin = (one: Weakness, other: Weakness) => one.member.login.localeCompare(other.member.login);
  return {
    byMoney: [...weighed].sort(
      (one, other) =>
        one.member.currency.localeCompare(other.member.currency) ||
        (one.member.headroom_cents ?? 0) - (other.member.headroom_cents ?? 0) ||
        byLogin(one, other),
    ),
    byShare: [...weighed].sort((one, other) => one.left_bps - other.left_bps || byLogin(one, other)),
    notKnown: members.filter(trades).length - known.length,
  };
}

const shareLeft = ({ headroom_cents, initial_balance_cents }: Member): number =>
  Math.floor(((headroom_cents ?? 0) * 10_000) / initial_balance_cents);
