// What changed between two rule-set documents, field by field, under the same paths that a refusal names.

export interface FieldDifference {
  path: string;
  /** Null where the document does not write the field. */
  old: string | null;
  new: string | null;
}

/** The version counts by itself and the sources tell where numbers were read; neither is a rule. */
const NOT_A_RULE = /^(version|sources)\b/;

/** Fields that differ, in the order of the newer document, with what it no longer writes at the end. */
export function documentDifference(older: unknown, newer: unknown): FieldDifference[] {
  const [before, after] = [documentFields(older), documentFields(newer)];
  const paths = [...after.keys(), ...[...before.keys()].filter((path) => !after.has(path))];
  return paths
    .map((path) => ({ path, old: before.get(path) ?? null, new: after.get(path) ?? null }))
    .filter((one) => one.old !== one.new && !NOT_A_RULE.test(one.path));
}

/** Every leaf of a document by its path, such as `rules.max-daily-loss[0].limit.pct`. */
function documentFields(document: unknown, path = '', into: Map<string, string> = new Map()): Map<string, string> {
  if (Array.isArray(document) && document.every((item) => item !== null && typeof item === 'object')) {
    document.forEach((item, index) => documentFields(item, `${path}[${index}]`, into));
  } else if (document !== null && typeof document === 'object' && !Array.isArray(document)) {
    for (const [key, value] of Object.entries(document)) documentFields(value, path === '' ? key : `${path}.${key}`, into);
  } else {
    into.set(path, typeof document === 'string' ? document : JSON.stringify(document));
  }
  return into;
}

/** Whether `path` is `field` or lies within it. */
export function isWithin(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
}
