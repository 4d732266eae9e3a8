// Every REST door's contract, in the order the documentation shows them. A door that is not here fails the tests.
import type { Contract } from '@/lib/api/contract';
import * as accounts from '@/lib/api/contracts/accounts';
import * as funded from '@/lib/api/contracts/funded';
import * as people from '@/lib/api/contracts/people';
import * as signIn from '@/lib/api/contracts/sign-in';

const isContract = (value: unknown): value is Contract =>
  typeof value === 'object' && value !== null && 'path' in value && 'summary' in value;

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'];
const inOrder = (a: Contract, b: Contract): number =>
  a.path === b.path ? METHODS.indexOf(a.method) - METHODS.indexOf(b.method) : a.path < b.path ? -1 : 1;

export const CONTRACTS: readonly Contract[] = [signIn, accounts, people, funded].flatMap((group) =>
  Object.values(group).filter(isContract).sort(inOrder),
);
