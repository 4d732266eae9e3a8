// Who is shut out for a while: after too many tries nothing reaches the auth server until the window ends. A device that signed in before
// has its own budget, so guessing never locks the owner out.
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import type { Lockout } from '@/lib/staff/team-read';

const KINDS: Record<string, string> = { account: 'Strangers to', address: 'Address', device: 'A known device' };

export function Lockouts({ rows }: { rows: Lockout[] | null }) {
  if (rows?.length === 0) return null;
  return (
    <Panel title="Shut out now">
      {rows === null ? (
        <p className="text-ink-2">Could not be read. (lockouts-not-read)</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {rows.map((row) => (
            <li key={`${row.kind} ${row.subject} ${row.ends_at}`} className="flex flex-wrap gap-x-3">
              <span>
                {KINDS[row.kind] ?? row.kind} <span className="font-mono text-label">{row.subject}</span>
              </span>
              <span className="text-ink-2">
                until <When at={row.ends_at} mode="minute" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
