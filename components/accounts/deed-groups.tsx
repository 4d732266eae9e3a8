// What would happen, or happened, to how many accounts or verdicts, and why: one line for each reason with a few of its logins.
import { BULK_WORDS, nounOf, obstacleText, type BulkDeed, type DeedGroup } from '@/lib/accounts/bulk';
import { loginText } from '@/lib/accounts/login-text';

type Props = { deed: BulkDeed; groups: DeedGroup[]; caption: string; isDone?: boolean };

function lineText(deed: BulkDeed, { code, count }: DeedGroup, isDone: boolean): string {
  const words = BULK_WORDS[deed];
  if (code === 'done') return `${count === 1 ? 'was' : 'were'} ${words.done}`;
  if (code === null) return isDone ? 'not reached yet' : `can be ${words.can}`;
  return `${obstacleText(code, count)}: left out`;
}

export function DeedGroups({ deed, groups, caption, isDone = false }: Props) {
  return (
    <table className="w-full text-body">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="text-left text-label text-ink-2">
          <th scope="col" className="py-1 pr-3 text-right font-medium">
            {nounOf(deed)[1].replace(/^./, (first) => first.toUpperCase())}
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            What
          </th>
          <th scope="col" className="py-1 font-medium">
            Such as
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <tr key={group.code ?? ''} className="border-t border-line align-top">
            <td className="num py-1 pr-3 text-right">{group.count}</td>
            <td className="py-1 pr-3">{lineText(deed, group, isDone)}</td>
            <td className="py-1 font-mono text-label text-ink-2">
              {group.logins.map(loginText).join(', ')}
              {group.count > group.logins.length && ' …'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
