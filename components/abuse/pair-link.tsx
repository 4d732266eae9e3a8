// The score of a pair of accounts, which opens the pair.
import Link from 'next/link';
import { scoreText } from './copy-words';

type Pair = { id: string; score: number; login_a: string; login_b: string };

export function PairLink({ pair: { id, score, login_a, login_b } }: { pair: Pair }) {
  return (
    <Link
      href={`/copy-trading/${id}`}
      className="text-accent underline"
      aria-label={`Score ${scoreText(score)}: open the pair ${login_a} and ${login_b}`}
    >
      {scoreText(score)}
    </Link>
  );
}
