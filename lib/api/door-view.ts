// A door of the document as its page shows it. Pure: the page and the document for programs say the same, because one is read from the other.
import { exampleOf, fieldRows, typeWords, type FieldRow, type Schema } from '@/lib/api/schema-rows';

export interface DoorView {
  id: string;
  group: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: FieldRow[];
  /** Names of the parameters in the address, and behind the question mark. */
  inPath: string[];
  inQuery: string[];
  body: FieldRow[];
  /** A body to begin with; null for a door that reads none. */
  example: string | null;
  answerCaption: string;
  answer: FieldRow[];
  refusals: { status: string; words: string }[];
}

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((one, name) => (isJson(one) ? one[name] : undefined), value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Follows a reference to a named shape. */
function resolved(document: Json, schema: unknown): Schema {
  const found = text(at(schema, '$ref')).split('/').at(-1);
  const named = found ? at(document, 'components', 'schemas', found) : schema;
  return isJson(named) ? named : {};
}

const bodyOf = (part: unknown): unknown => {
  const content = at(part, 'content');
  return isJson(content) ? at(Object.values(content)[0], 'schema') : undefined;
};

function parameterRow(parameter: Json): FieldRow {
  const schema = isJson(parameter.schema) ? parameter.schema : {};
  return { name: text(parameter.name), type: typeWords(schema), required: parameter.required === true, words: text(parameter.description) };
}

function viewOf(document: Json, path: string, method: string, operation: Json): DoorView {
  const parameters = Array.isArray(operation.parameters) ? operation.parameters.filter(isJson) : [];
  const named = (where: string) => parameters.filter((one) => one.in === where).map(({ name }) => text(name));
  const request = bodyOf(operation.requestBody);
  const responses = Object.entries(isJson(operation.responses) ? operation.responses : {});
  const success = responses.find(([status]) => status.startsWith('2'));
  const answered = bodyOf(success?.[1]);
  const shape = isJson(answered) ? typeWords(answered) : '';
  return {
    id: text(operation.operationId),
    group: Array.isArray(operation.tags) ? text(operation.tags[0]) : '',
    method: method.toUpperCase(),
    path,
    summary: text(operation.summary),
    description: text(operation.description),
    parameters: parameters.map(parameterRow),
    inPath: named('path'),
    inQuery: named('query'),
    body: fieldRows(resolved(document, request)),
    example: request === undefined ? null : JSON.stringify(exampleOf(resolved(document, request)), null, 2),
    answerCaption: `Answers ${success?.[0] ?? ''}${shape === '' || shape === 'object' ? '' : `: ${shape}`}`,
    answer: fieldRows(resolved(document, answered)),
    refusals: responses
      .filter(([status]) => !status.startsWith('2'))
      .map(([status, one]) => ({ status, words: text(at(one, 'description')) })),
  };
}

function viewsUnder(document: Json, part: 'paths' | 'webhooks'): DoorView[] {
  const paths = document[part];
  return Object.entries(isJson(paths) ? paths : {}).flatMap(([path, methods]) =>
    Object.entries(isJson(methods) ? methods : {}).flatMap(([method, operation]) =>
      isJson(operation) ? [viewOf(document, path, method, operation)] : [],
    ),
  );
}

/** Doors by group, in the document's order; what we post to others comes last. */
export function doorGroups(document: Json): { name: string; doors: DoorView[] }[] {
  const groups = new Map<string, DoorView[]>();
  for (const door of [...viewsUnder(document, 'paths'), ...viewsUnder(document, 'webhooks')]) {
    groups.set(door.group, [...(groups.get(door.group) ?? []), door]);
  }
  return [...groups].map(([name, doors]) => ({ name, doors }));
}

/** The named shapes, for those who look one up. */
export function namedShapes(document: Json): { name: string; words: string; rows: FieldRow[] }[] {
  const schemas = at(document, 'components', 'schemas');
  return Object.entries(isJson(schemas) ? schemas : {}).map(([name, schema]) => ({
    name,
    words: text(at(schema, 'description')),
    rows: fieldRows(isJson(schema) ? schema : {}),
  }));
}
