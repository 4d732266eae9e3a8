// What a REST door promises, said once: the door runs by it and the documentation is drawn from it, so the two cannot drift apart.
import type { z } from 'zod';
import type { ApiCode } from '@/lib/api/codes';
import type { StaffRole } from '@/lib/staff/roles';

/** `anyone` is asked for no name; a list of roles admits those staff; `service` also the firm's own key. */
export type Admitted = 'anyone' | { staff?: readonly StaffRole[]; trader?: boolean; service?: boolean };

export interface Contract<S extends z.ZodType = z.ZodType> {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below /api/v1, with parameters in braces. */
  path: `/${string}`;
  group: 'Signing in' | 'Accounts' | 'Trades' | 'Traders' | 'Funded accounts' | 'Withdrawals';
  /** One sentence. */
  summary: string;
  /** What a caller must know beyond the summary. */
  more?: string;
  who: Admitted;
  /** Of the JSON body; a door without one reads none. */
  body?: S;
  /** What the body looks like, where the verb reads it in its own words and the door only asks for an object. */
  bodyShown?: z.ZodType;
  /** What may stand behind the question mark. */
  query?: z.ZodObject;
  /** The status of a success; 204 says nothing. */
  status?: 200 | 201 | 204;
  /** What a success says; absent with 204. */
  answer?: z.ZodType;
  /** Codes of its own, beyond those every door may answer. */
  refusals: readonly ApiCode[];
}

/** Keeps the type of the body, which the door hands to its verb. */
export const contract = <S extends z.ZodType>(made: Contract<S>): Contract<S> => made;
