// One section of a dossier as a table that may run over many sheets: its head is repeated on each, no row is torn in two.
import { Panel } from '@/components/ui/panel';
import type { PaperSection } from '@/lib/accounts/dossier-replay';
import { cellText, columnText, isFigure } from './cell-text';

type Props = { section: PaperSection; currency: string; jsonHref: string };

export function DossierSectionTable({ section, currency, jsonHref }: Props) {
  const { name, title, columns, rows, total } = section;
  // A column in which nothing was ever told is left away.
  const told = columns.filter((column) => rows.some((row) => cellText(column, row[column], currency) !== ''));
  return (
    <Panel title={title} aside={total === 1 ? '1 row' : `${total} rows`} flush={rows.length > 0}>
      {rows.length === 0 ? (
        <p className="text-ink-2">None.</p>
      ) : (
        <div role="region" aria-label={title} tabIndex={0} className="overflow-x-auto print:overflow-visible">
          <table data-section={name} className="w-full text-label">
            <caption className="sr-only">
              {title}; amounts in {currency}, times in UTC
            </caption>
            <thead>
              <tr className="text-left text-ink-2">
                {told.map((column) => (
                  <th
                    key={column}
                    scope="col"
                    className={`px-2 py-1 font-medium ${isFigure(column, rows[0]?.[column]) ? 'text-right' : ''}`}
                  >
                    {columnText(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index} className="break-inside-avoid border-t border-line align-top">
                  {told.map((column) => (
                    <td key={column} className={`px-2 py-1 ${shapeOf(column, row[column])}`}>
                      {cellText(column, row[column], currency)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length < total && (
        <p className="border-t border-line px-4 py-2 text-label text-ink-2">
          {rows.length} of {total} are on paper: the newest, and every one a verdict rests on. The{' '}
          <a href={jsonHref} download className="text-accent underline">
            file
          </a>{' '}
          holds them all.
        </p>
      )}
    </Panel>
  );
}

/** Figures and instants keep to their line; words may break, wherever they must. */
function shapeOf(column: string, value: unknown): string {
  if (isFigure(column, value)) return 'num text-right whitespace-nowrap';
  if (/_(at|time|day)$/.test(column)) return 'num whitespace-nowrap';
  return /^(data|floors|received|reason|digest|state_reason|decision_reason|comment)$/.test(column)
    ? 'max-w-96 wrap-anywhere'
    : 'max-w-96 break-words';
}
