// Lines and machines where two or more were seen, with what the network is and what that weighs. Crowds come last and say why they weigh nothing.
import Link from 'next/link';
import { PlainTable } from '@/components/ui/plain-table';
import { Empty } from '@/components/ui/empty';
import { When } from '@/components/ui/when';
import type { SharedPlaces } from '@/lib/abuse/shared-ip-read';
import { weighPlace } from '@/lib/abuse/shared-ip';
import { NetworkChip } from './access-chips';

export function PlacesPanel({ places }: { places: SharedPlaces['places'] }) {
  if (places.length === 0)
    return (
      <Empty
        title="No line and no machine is shared"
        body="Nobody came from where somebody else came from in the last thirty days."
        className="m-4"
      />
    );
  // What weighs most is what somebody has to look at; crowds and what is allowed come last.
  const weighed = places.map((place) => ({ place, ...weighPlace(place) })).sort((a, b) => b.points - a.points);
  return (
    <PlainTable
      caption="Shared lines and machines"
      head={['Place', 'Traders', 'Weighs', 'Network', 'Visits', 'Last seen', 'Why']}
      numeric={[1, 2, 4]}
      rows={weighed.map(({ place, points, why }) => {
        const { network } = place;
        return {
          key: place.id,
          cells: [
            <Link key="place" href={`/ip-analysis/places/${place.id}`} className="font-mono text-label text-accent underline">
              {place.label}
            </Link>,
            place.traders,
            points,
            place.kind === 'device' ? (
              <span className="text-ink-3">machine</span>
            ) : (
              <NetworkChip
                key="network"
                kind={network?.kind ?? 'unmarked'}
                owner={network?.owner ?? null}
                source={network?.source ?? null}
              />
            ),
            place.visits,
            <When key="last" at={place.last_at} mode="minute" />,
            <span key="why" className="block min-w-[40ch] py-1 whitespace-normal text-ink-2">
              {why}
            </span>,
          ],
        };
      })}
    />
  );
}

/** Which sources spoke at all: a silent one looks like innocence and is none. */
const SILENT_MS = 24 * 3_600_000;
export type Heard = Pick<SharedPlaces, 'heard' | 'until'>;
const silentOf = ({ heard, until }: Heard) => heard.filter(({ last_at }) => Date.parse(until) - Date.parse(last_at) > SILENT_MS);

/** The body of an empty list: what would be on it, and who told of logins at all, where that could be read. */
export function NothingYet({ words, heard }: { words: string; heard: Heard | null }) {
  return (
    <div className="flex flex-col gap-2">
      <p>{words}</p>
      {heard && <HeardPanel {...heard} />}
    </div>
  );
}

export function HeardPanel({ heard, until }: Heard) {
  if (heard.length === 0) return <p className="text-ink-2">No source has told of a login in the last thirty days.</p>;
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {heard.map(({ source, events, last_at }) => (
          <li key={source}>
            <span className="font-medium">{source}</span> <span className="num">{events}</span> {events === 1 ? 'event' : 'events'}, last{' '}
            <When at={last_at} mode="minute" />
          </li>
        ))}
      </ul>
      <SilentSources heard={heard} until={until} />
    </div>
  );
}

/** Says of each source that fell silent since when; nothing where all are heard. */
export function SilentSources(view: Heard) {
  const silent = silentOf(view);
  if (silent.length === 0) return null;
  return (
    <ul className="text-caution">
      {silent.map(({ source, last_at }) => (
        <li key={source}>
          No login events from {source} since <When at={last_at} mode="minute" />.
        </li>
      ))}
    </ul>
  );
}
