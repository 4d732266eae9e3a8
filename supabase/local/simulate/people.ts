// Who the demo traders are. Logins say which run an account belongs to: another seed or hit rate is another account, never another
// history for the same one.
import { numberOf, randomFrom } from './random';

const FIRST = [
  'Amara',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Elif',
  'Farah',
  'Gustav',
  'Hana',
  'Ivo',
  'Jonas',
  'Keiko',
  'Lucia',
  'Mateo',
  'Nadia',
  'Oskar',
  'Priya',
  'Rafael',
  'Sofia',
  'Tomas',
  'Uma',
  'Viktor',
  'Wanda',
  'Yusuf',
  'Zoe',
];
const LAST = [
  'Almeida',
  'Berg',
  'Costa',
  'Dvorak',
  'Eriksen',
  'Fontaine',
  'Garcia',
  'Haas',
  'Ibrahim',
  'Jansen',
  'Kowalski',
  'Lindqvist',
  'Moretti',
  'Novak',
  'Okafor',
  'Petrov',
  'Quinn',
  'Rossi',
  'Silva',
  'Tanaka',
  'Usman',
  'Varga',
  'Weber',
  'Yilmaz',
];

export interface DemoPerson {
  login: string;
  email: string;
  full_name: string;
}

export interface RunName {
  seed: string;
  hit_rate: string;
}

/** One account of a run. Every sixth account belongs to the trader of the one before it: people buy more than one challenge. */
export function personOf(run: RunName, index: number): DemoPerson {
  const owner = index % 6 === 5 ? index - 1 : index;
  const dice = randomFrom('person', run.seed, owner);
  const [first, last] = [dice.pick(FIRST), dice.pick(LAST)];
  const email = `${first}.${last}.${run.seed}-${owner}@traders.tideline.test`.toLowerCase();
  return { login: loginOf(run, 'accounts', index), email, full_name: `${first} ${last}` };
}

/** The account of one named trader. */
export function namedPerson(run: RunName, email: string): DemoPerson {
  const words = (email.split('@')[0] ?? email).split(/[._-]+/).filter((word) => word !== '');
  const full_name = words.map((word) => (word[0] ?? '').toUpperCase() + word.slice(1)).join(' ');
  return { login: loginOf(run, email.toLowerCase(), 0), email: email.toLowerCase(), full_name };
}

function loginOf(run: RunName, whose: string, index: number): string {
  return `${100_000 + numberOf(900_000, 'login', run.seed, run.hit_rate, whose)}${index.toString().padStart(4, '0')}`;
}
