// The fields of a body, of an answer or of what may stand behind a question mark, as a table.
import { Words } from '@/components/docs/words';
import type { FieldRow } from '@/lib/api/schema-rows';

export function Fields({ caption, rows }: { caption: string; rows: FieldRow[] }) {
  if (rows.length === 0) return null;
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-80 text-left text-body">
        <caption className="pb-1 text-left text-label font-medium text-ink-2">
          <Words text={caption} />
        </caption>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className="border-t border-line align-top">
              <th scope="row" className="py-1 pr-3 font-mono text-label font-medium break-all">
                {row.name}
              </th>
              <td className="py-1 pr-3 text-label text-ink-2">
                {row.type}
                {row.required ? '' : ', optional'}
              </td>
              <td className="py-1 text-label text-ink-2">
                <Words text={row.words} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
