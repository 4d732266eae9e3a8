// Two versions side by side, only where they differ; and, as links, the versions to compare with.
import Link from 'next/link';
import { fieldWords } from '@/lib/challenges/field-words';
import type { FieldDifference } from '@/lib/challenges/difference';

const HEAD = 'border-b border-line py-1.5 pr-3 text-left text-label font-medium text-ink-2';
const CELL = 'border-b border-line py-1.5 pr-3 align-top break-words';

type DifferenceTableProps = {
  rows: FieldDifference[];
  against: { name: string } | null;
  choices: { href: string; name: string; current: boolean }[];
};

export function DifferenceTable({ rows, against, choices }: DifferenceTableProps) {
  return (
    <div className="flex flex-col gap-3">
      {choices.length > 0 && (
        <nav aria-label="Compare with" className="flex flex-wrap items-baseline gap-2 text-label">
          <span className="text-ink-2">Compare with</span>
          {choices.map(({ href, name, current }) => (
            <Link
              key={href}
              href={href}
              scroll={false}
              prefetch={false}
              aria-current={current || undefined}
              className={current ? 'font-medium' : 'text-accent underline'}
            >
              {name}
            </Link>
          ))}
        </nav>
      )}
      {against === null && <p className="text-ink-2">There is no other version to compare with.</p>}
      {against !== null && rows.length === 0 && <p>Nothing differs from {against.name}.</p>}
      {against !== null && rows.length > 0 && <Rows rows={rows} name={against.name} />}
    </div>
  );
}

function Rows({ rows, name }: { rows: FieldDifference[]; name: string }) {
  return (
    <div role="region" aria-label={`Differences from ${name}`} tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0">
        <thead>
          <tr>
            <th scope="col" className={HEAD}>
              Field
            </th>
            <th scope="col" className={HEAD}>
              {name}
            </th>
            <th scope="col" className={HEAD}>
              This version
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.path}>
              <td className={CELL}>
                <span className="block">{fieldWords(row.path)}</span>
                <code className="text-label text-ink-3">{row.path}</code>
              </td>
              <td className={`${CELL} num`}>{row.old ?? <span className="text-ink-3">not written</span>}</td>
              <td className={`${CELL} num font-medium`}>{row.new ?? <span className="text-ink-3">not written</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
