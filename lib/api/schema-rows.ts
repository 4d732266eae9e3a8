// A JSON Schema as people read it: a row for each field, and a body to begin with. Pure.

export type Schema = Record<string, unknown>;
export interface FieldRow {
  /** Dotted; items of a list carry brackets. */
  name: string;
  type: string;
  required: boolean;
  words: string;
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

const refOf = (schema: Schema): string | null => (typeof schema.$ref === 'string' ? (schema.$ref.split('/').at(-1) ?? null) : null);

/** The type in a few words: "text", "whole number", "one of a, b", the name of a shape. */
export function typeWords(schema: Schema): string {
  const named = refOf(schema);
  if (named) return named;
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map(String).join(', ')}`;
  if ('const' in schema) return String(schema.const);
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
  if (choices.length > 0) return choices.map(typeWords).join(' or ');
  // A format is told of what has a form; a null has none.
  if (Array.isArray(schema.type))
    return schema.type.map((type) => typeWords(type === 'null' ? { type } : { ...schema, type })).join(' or ');
  if (schema.type === 'array') return `list of ${isSchema(schema.items) ? typeWords(schema.items) : 'anything'}`;
  return WORDS[String(schema.format ?? schema.type)] ?? WORDS[String(schema.type)] ?? 'anything';
}

const WORDS: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
  uuid: 'id',
  date: 'date',
  'date-time': 'instant',
  email: 'e-mail address',
};

function limitsOf(schema: Schema): string[] {
  const { minimum, maximum, minLength, maxLength } = schema;
  return [
    typeof minimum === 'number' && Math.abs(minimum) < 1e12 ? `from ${minimum}` : '',
    typeof maximum === 'number' && Math.abs(maximum) < 1e12 ? `to ${maximum}` : '',
    typeof minLength === 'number' && minLength > 1 ? `at least ${minLength} characters` : '',
    typeof maxLength === 'number' ? `at most ${maxLength} characters` : '',
    'default' in schema ? `${JSON.stringify(schema.default)} unless told` : '',
  ].filter((part) => part !== '');
}

/** Fields of an object; of a list, the fields of its items. Named shapes stay names. */
export function fieldRows(schema: Schema, under = ''): FieldRow[] {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
  return Object.entries(properties).flatMap(([name, one]) => {
    if (!isSchema(one)) return [];
    const path = under === '' ? name : `${under}.${name}`;
    const words = [typeof one.description === 'string' ? one.description : '', ...limitsOf(one)].filter((part) => part !== '').join(' · ');
    const row = { name: path, type: typeWords(one), required: required.has(name), words };
    const inner = one.type === 'array' && isSchema(one.items) ? fieldRows(one.items, `${path}[]`) : fieldRows(one, path);
    return [row, ...inner];
  });
}

/** A body that has every required field, to be changed before it is sent. */
export function exampleOf(schema: Schema): unknown {
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const first = [...listOf(schema.anyOf), ...listOf(schema.oneOf)][0];
  if (first) return exampleOf(first);
  if (schema.type === 'object') {
    const properties = isSchema(schema.properties) ? schema.properties : {};
    const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
    return Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => required.has(name))
        .map(([name, one]) => [name, isSchema(one) ? exampleOf(one) : null]),
    );
  }
  if (schema.type === 'array') return [];
  if (schema.type === 'integer' || schema.type === 'number') return typeof schema.minimum === 'number' ? Math.max(0, schema.minimum) : 0;
  if (schema.type === 'boolean') return false;
  return schema.format === 'email' ? 'name@firm.com' : '';
}
