// What the engine throws where it cannot answer: never a verdict, always a reason that a door can turn into words and a status.
import type { Refusal } from '@/lib/refusal';

export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
    this.name = 'Refused';
  }
}

const STATUS: Record<string, number> = {
  'not-found': 404,
  'not-allowed': 403,
  'account-closed': 409,
  'content-conflict': 409,
  stale: 409,
  'not-stored': 503,
  invalid: 422,
};

export function refused(code: string, message: string, extra: Omit<Refusal, 'code' | 'message'> = {}): Refused {
  return new Refused({ code, message, status: STATUS[code] ?? 422, ...extra });
}
