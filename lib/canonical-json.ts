// JSON with its keys in order, so that two values are equal exactly when their texts are: Postgres keeps jsonb in an order of its own.

export function canonicalJson(value: unknown, space = 0): string {
  return JSON.stringify(sorted(value), null, space);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, inner]) => [key, sorted(inner)]));
}
