// The editor's fields, read off each rule's own zod schema, so that a rule brings its form along when it is registered.
import { z } from 'zod';
import { fieldWords } from '@/lib/challenges/field-words';
import { payoutPolicySchema } from '@/lib/rules/payout-policy';
import { RULES } from '@/lib/rules/register';
import { compileRuleSet } from '@/lib/rules/rule-set';
import type { RuleSetHeader } from '@/lib/rules/types';

export interface DraftField {
  /** Where the value lives in the document; also the field's name in the form. */
  path: string;
  label: string;
  kind: 'text' | 'whole' | 'choice' | 'yes-no' | 'list' | 'json';
  choices: string[];
  /** What holds when the field is left empty; null where nothing does. */
  fallback: string | null;
  value: string;
}
export interface DraftGroup {
  /** The instance's path, such as `rules.max-daily-loss[0]`; its switch is named `on:` and this. */
  path: string;
  rule: string;
  instance: number;
  isOn: boolean;
  fields: DraftField[];
}
/** What a list without an entry reads as in the form. */
export const EMPTY_LIST = 'none';
export type Plain = Record<string, unknown>;
interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  items?: Schema | false;
}

const HEADER_FIELDS = ['phase', 'account_type', 'pass_mode', 'reset.tz', 'reset.time', 'bands.caution_at', 'bands.critical_at'];

/** One group per instance the document has, and an empty one that adds an instance of each rule. */
export function ruleGroups(document: Plain): DraftGroup[] {
  const header = headerOf(document);
  const rules = asPlain(document.rules);
  return RULES.flatMap((rule) => {
    const schema = schemaOf(rule.params(header));
    const instances = Array.isArray(rules[rule.code]) ? (rules[rule.code] as unknown[]) : [];
    return [...instances, null].map((instance, index) => {
      const path = `rules.${rule.code}[${index}]`;
      const fields = fieldsOf(schema, path, instance === null ? {} : asPlain(instance)).map((field) =>
        field.path === `${path}.consequence` ? { ...field, fallback: rule.defaultConsequence } : field,
      );
      return { path, rule: rule.code, instance: index, isOn: instance !== null, fields };
    });
  });
}

export function payoutFields(document: Plain): DraftField[] {
  return fieldsOf(schemaOf(payoutPolicySchema(headerOf(document).minor_digits)), 'payout', asPlain(document.payout));
}

export function headerFields(document: Plain): DraftField[] {
  return HEADER_FIELDS.map((path) => {
    const value = textOf(valueAt(document, path));
    if (path !== 'pass_mode') return { path, label: fieldWords(path), kind: 'text', choices: [], fallback: null, value };
    return { path, label: fieldWords(path), kind: 'choice', choices: ['review', 'automatic'], fallback: 'review', value };
  });
}

/** Parameters need the header's currency digits alone; a document in the making may not compile yet. */
function headerOf(document: Plain): RuleSetHeader {
  const blank = { format: 'rule-set/1', code: 'draft', version: 1, currency: 'USD', initial_balance: '0', rules: {} };
  const digits = typeof document.minor_digits === 'number' ? { minor_digits: document.minor_digits } : {};
  const compiled = compileRuleSet({ ...blank, ...digits });
  if (!compiled.ok) throw new Error(compiled.refusal.message);
  return compiled.value.header;
}

function schemaOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
}

function fieldsOf(schema: Schema, path: string, value: unknown, fallback: unknown = schema.default): DraftField[] {
  const options = (schema.anyOf ?? [schema]).filter((one) => one.type !== 'null');
  const objects = options.filter((one) => one.properties !== undefined);
  if (objects.length > 0) {
    // A choice of shapes shows the fields of all; which are filled says which shape is meant.
    const properties = Object.assign({}, ...objects.map((one) => one.properties)) as Record<string, Schema>;
    return Object.entries(properties).flatMap(([key, one]) =>
      fieldsOf(one, `${path}.${key}`, asPlain(value)[key], asPlain(fallback)[key] ?? one.default),
    );
  }
  const only = options[0];
  if (!only || only.const !== undefined) return [];
  const kind = kindOf(only);
  const field = { path, label: fieldWords(path), kind, choices: choicesOf(only), value: textOf(value, kind) };
  return [{ ...field, fallback: fallback === undefined || fallback === null ? null : textOf(fallback, kind) }];
}

function kindOf(schema: Schema): DraftField['kind'] {
  if (schema.enum) return 'choice';
  const types = [schema.type ?? []].flat();
  if (types.includes('boolean')) return 'yes-no';
  if (types.includes('integer')) return 'whole';
  if (types.includes('string')) return 'text';
  const items = types.includes('array') && schema.items ? [schema.items.type ?? []].flat() : [];
  return items.includes('string') || items.includes('integer') ? 'list' : 'json';
}

function choicesOf(schema: Schema): string[] {
  return (schema.enum ?? []).filter((one) => typeof one === 'string');
}

export function textOf(value: unknown, kind: DraftField['kind'] = 'text'): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  // An empty list is written on purpose, and an empty field is not.
  if (kind === 'list' && Array.isArray(value)) return value.length === 0 ? EMPTY_LIST : value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function asPlain(value: unknown): Plain {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Plain) : {};
}

function valueAt(document: Plain, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => asPlain(inner)[key], document);
}
