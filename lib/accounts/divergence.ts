// Who left the pack, by trade. Trades of the same symbol and side that begin within a minute of each other are one trade of the group once
// at least two accounts and half of those then open took it; whoever was open and did not take it left the pack there.

export interface GroupTrade {
  account_id: string;
  symbol: string;
  side: 'buy' | 'sell';
  lots: string;
  /** When it was opened, or closed where the opening was not told; milliseconds. */
  at: number;
}
interface OpenSpan {
  id: string;
  from: number;
  /** Null while it is open. */
  until: number | null;
}
export interface PackTrade {
  symbol: string;
  side: 'buy' | 'sell';
  /** When the first of them opened. */
  at: number;
  followed: { id: string; lots: string; seconds_after: number }[];
  /** Open then, and took nothing like it. */
  missed: string[];
  /** Took the other side at the same time. */
  opposed: string[];
}
export interface Standing {
  id: string;
  followed: number;
  missed: number;
  opposed: number;
  /** Trades nobody took along. */
  alone: number;
}

const WINDOW_MS = 60_000;

export function divergence(members: OpenSpan[], trades: GroupTrade[]): { pack: PackTrade[]; standings: Standing[] } {
  const clusters = clustersOf(trades);
  const pack = clusters.flatMap((cluster) => packTrade(members, cluster, trades)).sort((one, other) => other.at - one.at);
  const packed = new Set(clusters.filter((cluster) => packTrade(members, cluster, trades).length > 0).flat());
  const standings = members.map(({ id }) => ({
    id,
    followed: pack.filter((one) => one.followed.some((part) => part.id === id)).length,
    missed: pack.filter((one) => one.missed.includes(id)).length,
    opposed: pack.filter((one) => one.opposed.includes(id)).length,
    alone: trades.filter((trade) => trade.account_id === id && !packed.has(trade)).length,
  }));
  return { pack, standings };
}

/** A second trade of the same account begins a cluster of its own, so that no account counts twice for one trade. */
function clustersOf(trades: GroupTrade[]): GroupTrade[][] {
  const clusters: GroupTrade[][] = [];
  const open = new Map<string, GroupTrade[][]>();
  for (const trade of [...trades].sort((one, other) => one.at - other.at)) {
    const key = `${trade.symbol} ${trade.side}`;
    const near = (open.get(key) ?? []).filter((cluster) => trade.at - (cluster[0]?.at ?? 0) <= WINDOW_MS);
    const fits = near.find((cluster) => cluster.every((one) => one.account_id !== trade.account_id));
    if (fits) fits.push(trade);
    else {
      near.push([trade]);
      clusters.push(near.at(-1) ?? []);
    }
    open.set(key, near);
  }
  return clusters;
}

function packTrade(members: OpenSpan[], cluster: GroupTrade[], trades: GroupTrade[]): PackTrade[] {
  const first = cluster[0];
  if (!first) return [];
  const { symbol, side, at } = first;
  const present = members.filter(({ from, until }) => from <= at && (until === null || until > at)).map(({ id }) => id);
  if (cluster.length < 2 || cluster.length * 2 < present.length) return [];
  const took = new Set(cluster.map((trade) => trade.account_id));
  const others = new Set(
    trades.filter((one) => one.symbol === symbol && one.side !== side && Math.abs(one.at - at) <= WINDOW_MS).map((one) => one.account_id),
  );
  const left = present.filter((id) => !took.has(id));
  return [
    {
      symbol,
      side,
      at,
      followed: cluster.map((trade) => ({ id: trade.account_id, lots: trade.lots, seconds_after: Math.floor((trade.at - at) / 1000) })),
      missed: left.filter((id) => !others.has(id)),
      opposed: left.filter((id) => others.has(id)),
    },
  ];
}
