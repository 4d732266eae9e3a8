// Stopping a person, told before it is done: what ends at once, what goes on, and who hears of it.

export type Access = 'active' | 'disabled' | 'banned';

export interface Stake {
  /** Accounts that trade now, by login. */
  trading: string[];
  hasSignIn: boolean;
}

const accountsWords = (logins: string[]): string => {
  if (logins.length === 0) return 'No account trades now, so none is blocked';
  const named = logins.slice(0, 5).join(', ') + (logins.length > 5 ? ` and ${logins.length - 5} more` : '');
  return logins.length === 1
    ? `Account ${named} is blocked and its trading stops`
    : `${logins.length} accounts are blocked and their trading stops: ${named}`;
};

const session = (hasSignIn: boolean): string =>
  hasSignIn ? 'Every session ends: the next request is refused' : 'There is no sign-in yet; an open invitation opens nothing any more';

/** What a decision does, sentence by sentence. */
export function consequences(to: Access, { trading, hasSignIn }: Stake): string[] {
  if (to === 'active') {
    return [
      hasSignIn ? 'The trader can sign in again' : 'The trader can be invited again',
      'Accounts that were blocked stay blocked until each is decided by itself',
      'The trader is told by mail',
    ];
  }
  const goesOn = trading.length === 0 ? 'No account trades now' : `Accounts go on: ${trading.length} trading`;
  return [
    session(hasSignIn),
    to === 'banned' ? accountsWords(trading) : goesOn,
    'The trader is told by mail, with the reason as you write it',
  ];
}

/** The decisions there are from where a trader stands. */
export const choicesFrom = (access: Access): Access[] =>
  (['active', 'disabled', 'banned'] as const).filter((one) => one !== access && !(access === 'banned' && one === 'disabled'));

export const DEED_NAMES: Record<Access, string> = { active: 'Restore access', disabled: 'Disable', banned: 'Ban' };
