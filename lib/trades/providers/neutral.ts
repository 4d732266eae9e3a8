// The platform nobody made: it is told by signed webhooks at the connection's address, and where there is none it simply agrees. Logins it
// does not issue itself are issued by us, the same one for the same account.
import { z } from 'zod';
import { acknowledged, type AccountRef, type Outcome, type PlatformProvider } from '@/lib/trades/providers/provider';
import { postSigned, type Listener } from '@/lib/trades/providers/signed-post';

interface NeutralSettings {
  listener: Listener | null;
  /** A login of our own for an account: asked twice it answers the same one. */
  issueLogin: (accountId: string) => Promise<string>;
}

const opened = z.object({ login: z.string().regex(/^[\x21-\x7e]{1,64}$/), server: z.string().max(120).nullish() });

export function neutralProvider({ listener, issueLogin }: NeutralSettings): PlatformProvider {
  async function order(type: string, account: AccountRef, more: object, key: string): Promise<Outcome<null>> {
    if (!listener) return acknowledged(null);
    const { account_id, ...wire } = account;
    const told = await postSigned(listener, key, { type, data: { account: wire, account_id, ...more } });
    return told.outcome === 'acknowledged' ? acknowledged(null) : told;
  }
  return {
    async createAccount({ account_id, platform, server, trader, ...terms }, key) {
      const own = async () => acknowledged({ login: await issueLogin(account_id), server: null });
      if (!listener) return own();
      const told = await postSigned(listener, key, { type: 'account.create', data: { account_id, platform, server, trader, ...terms } });
      if (told.outcome !== 'acknowledged') return told;
      const answer = opened.safeParse(told.value);
      // A listener that opens accounts under our logins says yes and names none.
      return answer.success ? acknowledged({ login: answer.data.login, server: answer.data.server ?? null }) : own();
    },
    setTrading: (account, isOn, key) => order(isOn ? 'trading.on' : 'trading.off', account, {}, key),
    closeAll: (account, key) => order('positions.close-all', account, {}, key),
    setBalance: (account, balance, key) => order('balance.set', account, { balance }, key),
  };
}
