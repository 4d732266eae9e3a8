// A person forgotten, in words: what stands against it, what goes and what stays.

interface Against {
  code: string;
  detail: string;
}

const AGAINST: Record<string, (detail: string) => string> = {
  'account-lives': (logins) => `An account has not ended yet: ${logins}`,
  'payout-open': (states) => `A payout is not finished: ${states}`,
  'money-owed': (currencies) => `Money is still owed to them in ${currencies}`,
  'money-owed-back': (logins) => `They still owe back what left twice, on ${logins}`,
  'order-waits': (orders) => `An order is not settled or is disputed: ${orders}`,
  'review-open': (kinds) => `A review is open: ${kinds}`,
  'decision-open': () => 'A decision on an account waits for its second person',
  'legal-hold': (reason) => `A legal hold stands: ${reason.replace(/\.$/, '')}`,
  'kept-by-law': (day) => `The name behind records of money is kept until ${day} (setting Retention)`,
};

export const againstWords = ({ code, detail }: Against): string => AGAINST[code]?.(detail) ?? code;

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** What is left of them, under a name that says nobody. */
export function staysWords(stays: { accounts: number; orders: number; payouts: number; entries: number; events: number }): string {
  return [
    counted(stays.accounts, 'account', 'accounts'),
    counted(stays.orders, 'order', 'orders'),
    counted(stays.payouts, 'payout', 'payouts'),
    counted(stays.entries, 'entry of the ledger', 'entries of the ledger'),
    counted(stays.events, 'event of the audit', 'events of the audit'),
  ].join(', ');
}

/** What an erasure does, sentence by sentence, for whoever asks for it or agrees. */
export const CONSEQUENCES: readonly string[] = [
  'Name, address, sign-in, destinations, identity checks, addresses seen, notes, reasons written about them and raw messages go for good',
  'Accounts, trades, verdicts, orders, payouts and the ledger stay, under a name that says nobody',
  'The audit’s chains still verify: each event keeps its link and loses its words',
  'Another admin has to agree. After that there is no way back, and the same person buying again is somebody new',
];
