// From the editor's texts back to a document. A text that cannot be read stays text, so that the rule's own schema refuses it by name.
import { documentDifference, isWithin } from '@/lib/challenges/difference';
import { asPlain, EMPTY_LIST, headerFields, payoutFields, ruleGroups, type DraftField, type Plain } from '@/lib/challenges/draft-fields';

/** The document with the form's values in it. Fields that were not sent keep what the document says. */
export function editedDocument(document: Plain, sent: Readonly<Record<string, string>>): Plain {
  const edited = structuredClone(document);
  if (sent.set_name !== undefined) edited.code = sent.set_name.trim();
  for (const field of headerFields(document)) write(edited, field, sent);
  const payout = { payout: asPlain(edited.payout) };
  for (const field of payoutFields(document)) write(payout, field, sent);
  edited.payout = Object.keys(payout.payout).length === 0 ? null : payout.payout;
  edited.rules = editedRules(document, sent);
  return withoutStaleSources(document, edited);
}

function editedRules(document: Plain, sent: Readonly<Record<string, string>>): Plain {
  const held = asPlain(document.rules);
  const rules: Record<string, unknown[]> = {};
  for (const { path, rule, instance, fields } of ruleGroups(document)) {
    if (sent[`on:${path}`] === undefined) continue;
    const list = Array.isArray(held[rule]) ? (held[rule] as unknown[]) : [];
    const inner = { it: structuredClone(asPlain(list[instance])) };
    for (const field of fields) write(inner, { ...field, path: field.path.replace(path, 'it') }, sent, field.path);
    (rules[rule] ??= []).push(inner.it);
  }
  return rules;
}

function write(into: Plain, field: DraftField, sent: Readonly<Record<string, string>>, name = field.path): void {
  const text = sent[name]?.trim();
  if (text === undefined) return;
  const keys = field.path.split('.');
  const last = keys.pop() ?? '';
  const trail: [Plain, string][] = [];
  let holder = into;
  for (const key of keys) {
    trail.push([holder, key]);
    const inner = asPlain(holder[key]);
    if (inner !== holder[key]) {
      // Nothing to write and nothing there: a null that was written on purpose stays.
      if (text === '') return;
      holder[key] = inner;
    }
    holder = inner;
  }
  if (text !== '') holder[last] = valueOf(text, field.kind);
  else if (holder[last] !== null) delete holder[last];
  for (const [outer, key] of trail.reverse()) {
    if (key !== 'it' && key !== 'payout' && Object.keys(asPlain(outer[key])).length === 0) delete outer[key];
  }
}

function valueOf(text: string, kind: DraftField['kind']): unknown {
  switch (kind) {
    case 'yes-no':
      return text === 'yes' ? true : text === 'no' ? false : text;
    case 'whole':
      return wholeOrText(text);
    case 'list':
      return text === EMPTY_LIST ? [] : text.split(',').map((part) => wholeOrText(part.trim()));
    case 'json':
      return parsed(text);
    default:
      return text;
  }
}

function wholeOrText(text: string): number | string {
  return /^-?\d{1,15}$/.test(text) ? parseInt(text, 10) : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A source vouches for the number it was read with; once the number is another one, it would vouch for something it never said. */
function withoutStaleSources(before: Plain, after: Plain): Plain {
  if (!Array.isArray(after.sources)) return after;
  const changed = documentDifference(before, after).map(({ path }) => path);
  const sources = after.sources.filter((source) => {
    const path = String(asPlain(source).path ?? '');
    return !changed.some((one) => isWithin(one, path) || isWithin(path, one));
  });
  return { ...after, sources };
}
