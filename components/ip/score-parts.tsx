// A score written as a sum: what links, what speaks against it, each with its points and its reason, and the total under the line.
import { Empty } from '@/components/ui/empty';

export interface Part {
  key: string;
  points: number;
  name: string;
  words: string;
}

export function ScoreParts({ parts, total, totalWords }: { parts: Part[]; total: number; totalWords: string }) {
  if (parts.length === 0)
    return <Empty title="Nothing links them" body="Neither a place, nor trades, nor a name in the last thirty days." />;
  return (
    <table className="w-full text-body">
      <caption className="sr-only">The score, part by part</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Points</th>
          <th scope="col">What and why</th>
        </tr>
      </thead>
      <tbody>
        {parts.map(({ key, points, name, words }) => (
          <tr key={key} className="align-top">
            <td className="num w-14 border-b border-line py-1.5 pr-3 text-right font-medium">{signed(points)}</td>
            <td className="border-b border-line py-1.5">
              <span className="font-medium">{name}.</span> <span className="break-words text-ink-2">{words}</span>
            </td>
          </tr>
        ))}
        <tr>
          <td className="num py-1.5 pr-3 text-right text-section font-semibold">{total}</td>
          <td className="py-1.5 font-medium">{totalWords}</td>
        </tr>
      </tbody>
    </table>
  );
}

const signed = (points: number) => (points > 0 ? `+${points}` : points < 0 ? `\u2212${-points}` : '0');
