// Expected trouble as values: what a door refuses, in a code for machines and a sentence for people.
// Impossible trouble throws instead; nothing here is ever thrown.

export interface Refusal {
  /** Kebab-case, stable: clients may rely on it. */
  code: string;
  message: string;
  /** Where in the input the trouble is, such as `rules.max-daily-loss[0].limit`. */
  path?: string;
  /** What else is wrong with the same input, each at its own place, so that it need not be sent once for every fault. */
  also?: { path: string; message: string }[];
  facts?: Record<string, string>;
  /** The HTTP status a door answers, where the code alone does not say it. */
  status?: number;
}

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function refuse(code: string, message: string, extra: Omit<Refusal, 'code' | 'message'> = {}): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, message, ...extra } };
}

export function accept<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}
