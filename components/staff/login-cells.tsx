// The pieces of a sign-in that more than one page shows.
import Link from 'next/link';
import type { LoginRow } from '@/lib/traders/office-read';

const BROWSERS: Record<string, string> = { Edg: 'Edge', OPR: 'Opera' };

/** "Firefox on Linux" out of what a browser says about itself; the whole text stays in the tooltip. */
export function deviceWords(agent: string | null): string {
  if (!agent) return 'not told';
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(agent)?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1];
  if (!browser) return agent.slice(0, 40);
  return `${BROWSERS[browser] ?? browser}${system ? ` on ${system}` : ''}`;
}

export function Outcome({ succeeded }: { succeeded: boolean }) {
  return (
    <span data-succeeded={succeeded} className={succeeded ? undefined : 'font-medium text-critical'}>
      {succeeded ? 'signed in' : 'refused'}
    </span>
  );
}

export function Who({ row }: { row: LoginRow }) {
  if (row.trader_id === null) return <span>{row.who === 'unknown' ? row.email : row.name || row.email}</span>;
  return (
    <Link href={`/traders/${row.trader_id}`} className="text-accent hover:underline">
      {row.name || row.email}
    </Link>
  );
}
