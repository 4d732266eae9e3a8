// How long to wait before a failed batch call is made again: each wait twice the one before, a little uneven so that many callers
// who failed together do not come back together.
export function backoffMs(attempt: number, wait: { retryBaseMs: number; retryJitter: number }, chance: number): number {
  const plain = wait.retryBaseMs * 2 ** (attempt - 1);
  return Math.round(plain * (1 + wait.retryJitter * (2 * chance - 1)));
}
