// An account loaded whole: every event, the rules it is pinned to and the market as it is known now. What is told again from its first
// event begins here.
import type { LoadedAccount } from '@/lib/accounts/loaded';
import { loadAssessment } from '@/lib/db/ingest';
import { marketAt } from '@/lib/db/market';
import { rulesOfAccount } from '@/lib/db/rule-sets';
import type { MarketData } from '@/lib/rules/market';
import type { RuleSet } from '@/lib/rules/types';
import { marketNeed } from '@/lib/trades/market-need';

export interface WholeAccount {
  account: LoadedAccount;
  ruleSet: RuleSet;
  /** Undefined where none of its rules reads it. */
  market: MarketData | undefined;
}

const ATTEMPTS = 5;

/**
 * Null where there is no such account. A market that changed while this was read is read again, with the account. `under` asks what another
 * version would have come to: it then rules from the first event on, and no move from version to version is carried out.
 */
export async function loadWhole(accountId: string, under?: string): Promise<WholeAccount | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    // An empty first key lies before every event, so everything is answered and no checkpoint is.
    const { accounts, market_version } = await loadAssessment([{ account_id: accountId, first_key: '', keys: [], reverses: [] }]);
    if (!accounts[0]) return null;
    const account = under === undefined ? accounts[0] : ruledBy(accounts[0], under);
    const ruleSet = await rulesOfAccount(account);
    const since = marketNeed({ ...account, facts: null, checkpoint: null }, ruleSet);
    const market = since === null ? undefined : await marketAt(market_version, since);
    if (market !== null) return { account, ruleSet, market };
  }
  throw new Error('The market kept changing while the account was read.');
}

const ruledBy = (account: LoadedAccount, under: string): LoadedAccount => ({
  ...account,
  rule_set_id: under,
  events: account.events.filter(({ kind }) => kind !== 'migration'),
});
