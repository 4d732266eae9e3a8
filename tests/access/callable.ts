// What a row of the function table says: who gets past the first line, and arguments that change as little as they can.
import type { Caller } from './callers';
import type { Firm } from './firm';

export interface Callable {
  may: readonly Caller[];
  /** Arguments that get past the check and then change as little as they can. */
  args: (firm: Firm, caller: Caller) => Record<string, unknown>;
}

export const NO_ROW = '00000000-0000-4000-8000-0000000000ff';
export const forService = (args: Record<string, unknown>): Callable => ({ may: ['service'], args: () => args });
export const forStaff = (may: readonly Caller[], args: Callable['args']): Callable => ({ may, args });
