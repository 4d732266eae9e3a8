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

/** The database refused what it was given, out of its range or against a constraint: it would refuse the same again. */
export const isRefusedData = (error: unknown): boolean => error instanceof DatabaseTrouble && /^2[23]/.test(error.code);

/** The code that one of our functions raised. The embedded API puts the driver's own word before some of them, the hosted one none. */
export const raisedCode = (message: string): string => message.replace(/^PostgresError: /, '');

export async function callFunction<T>(client: SupabaseClient, name: string, args: Record<string, unknown>): Promise<T> {
  const { data, error } = await client.rpc(name, args);
  if (error) throw new DatabaseTrouble(`${name}: ${error.message}`, error.code);
  return data as T;
}
