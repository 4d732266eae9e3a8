// What a trading platform is asked to do, whichever it is. Every request carries a key of ours, so asking twice is asking once, and every
// answer is one of three: done, refused for good, or nobody knows. What nobody knows is asked again; it is never taken for either.
import type { Sealed } from '@/lib/db/vault';

export type Outcome<T> =
  | { outcome: 'acknowledged'; value: T }
  /** Asking again will not help: a person has to. */
  | { outcome: 'refused'; code: string; message: string }
  /** No answer, or one that says nothing: it may have happened. */
  | { outcome: 'unknown'; message: string };

/** An account that is to be opened. Amounts are whole minor units. */
export interface ProvisionOrder {
  account_id: string;
  platform: string;
  server: string;
  currency: string;
  initial_balance_cents: number;
  is_live: boolean;
  trader: { full_name: string; email: string; country: string | null };
}
/** What the platform opened. */
interface OpenedLogin {
  login: string;
  /** Where the platform chose the server itself. */
  server: string | null;
}
/** An account as its platform knows it. */
export interface AccountRef {
  account_id: string;
  platform: string;
  server: string;
  login: string;
}

export interface PlatformProvider {
  createAccount(order: ProvisionOrder, key: string): Promise<Outcome<OpenedLogin>>;
  /** Trading on or off; open positions are left as they are. */
  setTrading(account: AccountRef, isOn: boolean, key: string): Promise<Outcome<null>>;
  closeAll(account: AccountRef, key: string): Promise<Outcome<null>>;
  /** `balance` is decimal text in the account's currency. */
  setBalance(account: AccountRef, balance: string, key: string): Promise<Outcome<null>>;
}

/** The connection an order goes out by, as the database tells it. */
export interface OrderConnection {
  id: string;
  slug: string;
  kind: string;
  platform: string;
  /** Null where nobody listens: then nothing is sent and logins are issued here. */
  orders_url: string | null;
  signing_secrets: (Sealed & { expires_at: string | null })[];
}

export const acknowledged = <T>(value: T): Outcome<T> => ({ outcome: 'acknowledged', value });
