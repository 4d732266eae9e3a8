// Which traders share a line or a machine, and how much that says. A place two people use says more than one a whole carrier uses: each
// place weighs by its kind and by how many come there, a crowd weighs nothing, and what somebody allowed stays silent until it expires.
export const NETWORK_KINDS = ['hosting', 'vpn', 'mobile', 'office'] as const;
export type NetworkKind = (typeof NETWORK_KINDS)[number];

export interface Network {
  kind: NetworkKind;
  owner: string | null;
  source: string;
  read_on: string;
}
/** A line (an IPv4 address or an IPv6 /64) or a machine, somewhere in the window that is looked at. */
export interface Place {
  id: string;
  kind: 'address' | 'device';
  /** As the reader may see it. */
  label: string;
  /** Traders seen there in the window. */
  traders: number;
  network: Network | null;
  allowance: { reason: string; expires_at: string } | null;
  /** Addresses everybody has at home say nothing. */
  isInner: boolean;
}
/** A trader at a place: on which days, counted from 1970, ascending. */
export interface Usage {
  trader: string;
  place: string;
  days: readonly number[];
}
interface PlaceWeight {
  points: number;
  why: string;
}

/** Above this many traders a place is a crowd: it says nothing about any two of them. */
export const CROWD = 20;
/** Between two who are alone there; of more it falls with the root of their number, since rings are small and offices are not. */
const FULL_ADDRESS = 30;
const FULL_DEVICE = 70;
/** Machines are told apart by the broker; four people at one are still suspicious, forty are an internet cafe. */
const FEW_AT_DEVICE = 4;

const SHARES: Record<NetworkKind, [percent: number, why: string]> = {
  mobile: [10, 'a mobile carrier gives one address to thousands of people'],
  vpn: [15, 'a VPN gives one address to all of its customers; it hides where somebody is, and shows no one by itself'],
  office: [25, 'an office or a campus has one address for everybody in it'],
  hosting: [70, 'a rented server; traders rent them one by one, but some are rented by many'],
};

/** What two traders at this place have in common by being there, from 0 to 70. */
export function weighPlace(place: Place): PlaceWeight {
  const { kind, traders, network, allowance } = place;
  if (allowance) return { points: 0, why: `Allowed until ${allowance.expires_at.slice(0, 10)}: ${allowance.reason}` };
  if (place.isInner) return { points: 0, why: 'An address inside a private network: everybody has the same ones at home.' };
  const seen = `${traders} traders were seen here`;
  if (traders > CROWD) return { points: 0, why: `${seen}: a crowd says nothing about two of them.` };
  if (kind === 'device') {
    const points = Math.round((FULL_DEVICE * FEW_AT_DEVICE) / Math.max(FEW_AT_DEVICE, traders));
    return { points, why: `The same machine, as the platform names it; ${seen}.` };
  }
  const [percent, why] = network ? SHARES[network.kind] : ([100, 'no list we hold says that this network is shared'] as const);
  const marked = network ? `${networkWords(network)}: ${why}` : upper(why);
  return { points: Math.round(((FULL_ADDRESS * percent) / 100) * Math.sqrt(2 / Math.max(2, traders))), why: `${marked}. ${seen}.` };
}

export function networkWords({ kind, owner, source, read_on }: Network): string {
  return `${NETWORK_NAMES[kind]}${owner ? ` of ${owner}` : ''} (${source}, read ${read_on})`;
}
const NETWORK_NAMES: Record<NetworkKind, string> = { hosting: 'Hosting', vpn: 'VPN', mobile: 'Mobile', office: 'Office' };

/** A pair by the places both use, `a` before `b`. */
export interface Candidate {
  a: string;
  b: string;
  places: string[];
}

/**
 * Every two traders who share a place that weighs anything. A place of n traders makes at most CROWD pairs for each, so the work grows
 * with the visits and not with the square of the traders.
 */
export function candidates(places: ReadonlyMap<string, Place>, usages: readonly Usage[]): Candidate[] {
  const at = new Map<string, string[]>();
  for (const { trader, place } of usages) {
    const known = places.get(place);
    if (!known || weighPlace(known).points === 0) continue;
    const there = at.get(place);
    if (there) there.push(trader);
    else at.set(place, [trader]);
  }
  const pairs = new Map<string, Candidate>();
  for (const [place, traders] of at) {
    const sorted = [...new Set(traders)].sort();
    sorted.forEach((a, index) => {
      for (const b of sorted.slice(index + 1)) {
        const key = `${a} ${b}`;
        const pair = pairs.get(key);
        if (pair) pair.places.push(place);
        else pairs.set(key, { a, b, places: [place] });
      }
    });
  }
  return [...pairs.values()];
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
