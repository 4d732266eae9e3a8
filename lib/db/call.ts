// Calls one function of the database with whichever rights the client given has. Trouble is thrown with the function's name and the code.
import type { SupabaseClient } from '@supabase/supabase-js';

/** A database call that failed; `code` is Postgres' own where it came that far. */
export class DatabaseTrouble extends Error {
  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message);
  }
}

/** Codes for data out of its range or against a constraint: what was refused so once is refused so again. */
export const isDataCode = (code: string | null): boolean => /^2[23]/.test(code ?? '');
export const isRefusedData = (error: unknown): boolean => error instanceof DatabaseTrouble && isDataCode(error.code);

/** The embedded API hands some of Postgres' codes on only as words. */
const SAID: readonly [RegExp, string][] = [
  [/deadlock detected/, '40P01'],
  [/could not serialize access/, '40001'],
  [/violates check constraint/, '23514'],
];
const codeOf = ({ code, message }: { code: string; message: string }): string =>
  code === 'SUP' ? (SAID.find(([words]) => words.test(message))?.[1] ?? code) : code;

/** The code that one of our functions raised. The embedded API puts the driver's own word before some of them, the hosted one none. */
export const raisedCode = (message: string): string => message.replace(/^PostgresError: /, '');

/** `patienceMs` is for who is waited for himself: a database that stands still answers nothing, and no error either. */
export async function callFunction<T>(
  client: SupabaseClient,
  name: string,
  args: Record<string, unknown>,
  patienceMs?: number,
): Promise<T> {
  const asked = client.rpc(name, args);
  const { data, error } = await (patienceMs === undefined ? asked : asked.abortSignal(AbortSignal.timeout(patienceMs)));
  if (error) throw new DatabaseTrouble(`${name}: ${error.message}`, codeOf(error));
  return data as T;
}
