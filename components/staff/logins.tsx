// The latest sign-ins of one person: when, how it ended, from where and with what.
import { FigureTable } from '@/components/ui/figure-table';
import { When } from '@/components/ui/when';
import type { LoginRow } from '@/lib/traders/office-read';
import { deviceWords, Outcome } from './login-cells';

export function Logins({ rows, caption }: { rows: LoginRow[]; caption: string }) {
  return (
    <FigureTable
      caption={caption}
      columns={[
        { name: 'When', words: true },
        { name: 'Outcome', words: true },
        { name: 'From', words: true, means: 'The address our own server saw' },
        { name: 'Device', words: true },
      ]}
      rows={rows.map((row) => ({
        key: String(row.id),
        cells: [
          <When key="at" at={row.occurred_at} />,
          <Outcome key="outcome" succeeded={row.succeeded} />,
          <span key="from" className="font-mono text-label">
            {row.address ?? 'not told'}
          </span>,
          <span key="device" title={row.user_agent ?? undefined}>
            {deviceWords(row.user_agent)}
          </span>,
        ],
      }))}
    />
  );
}
