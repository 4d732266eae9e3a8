// Pairs that hang together are one cluster: whoever copies the same hand resembles each other too, and is looked at at once.

export interface Link {
  id: string;
  account_a: string;
  account_b: string;
  score: number;
}
export interface Cluster<Pair extends Link> {
  accounts: string[];
  /** The strongest first. */
  pairs: Pair[];
  score: number;
}

/** The cluster with the strongest pair first; accounts by how many pairs they are in. */
export function clustersOf<Pair extends Link>(pairs: readonly Pair[]): Cluster<Pair>[] {
  const leader = new Map<string, string>();
  const leaderOf = (account: string): string => {
    let at = account;
    for (let next = leader.get(at); next !== undefined && next !== at; next = leader.get(at)) at = next;
    return at;
  };
  for (const { account_a, account_b } of pairs) {
    const [a, b] = [leaderOf(account_a), leaderOf(account_b)];
    leader.set(a < b ? b : a, a < b ? a : b);
    leader.set(a < b ? a : b, a < b ? a : b);
  }
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const group = leaderOf(pair.account_a);
    groups.set(group, [...(groups.get(group) ?? []), pair]);
  }
  return [...groups.values()].map(clusterOf).sort((x, y) => y.score - x.score || compare(x.accounts[0], y.accounts[0]));
}

function clusterOf<Pair extends Link>(pairs: Pair[]): Cluster<Pair> {
  const times = new Map<string, number>();
  for (const { account_a, account_b } of pairs) for (const one of [account_a, account_b]) times.set(one, (times.get(one) ?? 0) + 1);
  const accounts = [...times].sort(([a, n], [b, m]) => m - n || compare(a, b)).map(([account]) => account);
  const sorted = [...pairs].sort((x, y) => y.score - x.score || compare(x.id, y.id));
  return { accounts, pairs: sorted, score: sorted[0]?.score ?? 0 };
}

const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);
