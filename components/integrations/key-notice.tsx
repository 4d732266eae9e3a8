// What is not sealed with the key of today: nothing to do while it is being sealed again, and a loss where its key is not kept any more.
import { StateShape } from '@/components/ui/state-chip';
import type { KeyCount } from '@/lib/connections/read';

type Props = { counts: KeyCount[]; current: string; older: string[] };

const PLACES: Record<string, [string, string]> = {
  'source-secrets': ['signing secret', 'signing secrets'],
  'source-credentials': ['set of credentials', 'sets of credentials'],
  'listener-secrets': ['listener’s secret', 'listeners’ secrets'],
  destinations: ['payout destination', 'payout destinations'],
};

const phrase = ({ place, total }: KeyCount): string => {
  const [one, many] = PLACES[place] ?? [place, place];
  return `${total} ${total === 1 ? one : many}`;
};

/** Nothing where all is sealed with the current key. */
export function KeyNotice({ counts, current, older }: Props) {
  const names = [...new Set(counts.map(({ key_id }) => key_id))].filter((id) => id !== current);
  if (names.length === 0) return null;
  return (
    <ul aria-label="Keys of sealed values" className="flex flex-col gap-2">
      {names.map((id) => {
        const what = counts.filter((one) => one.key_id === id).map(phrase);
        const isLost = !older.includes(id);
        return (
          <li
            key={id}
            className={`flex items-start gap-2 rounded-md px-4 py-3 ${isLost ? 'border border-critical bg-critical-soft' : 'border border-line bg-sunken'}`}
          >
            {isLost && <StateShape state="critical" />}
            <span>
              {what.join(', ')} sealed under key <span className="font-mono">{id}</span>
              {isLost
                ? ', which this deployment was not started with: they cannot be opened. Put the key into CREDENTIALS_KEYS_OLD and start again.'
                : `, an older one. They are sealed again with ${current} tonight, or when the worker starts; keep the older key until this line is gone.`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
