// What is always true of an account's facts: equity is balance plus open result, credit taken out.
import { addCents, type Cents } from '@/lib/money';
import type { Facts, Instant, RuleInstance } from '@/lib/rules/types';

/** What one instance remembers: its rule's own memory, and when its consequence keeps quiet (lib/rules/episodes.ts). */
export interface InstanceMemory {
  own: unknown;
  gate: Gate;
}
export interface Gate {
  /** Nothing is added before this instant. */
  quiet_until: Instant | null;
  /** As `quiet_until`, for answers that are unknown. */
  doubt_until: Instant | null;
  /** A block without an unblock yet. */
  is_blocked: boolean;
  /** The worst band told of on the present trading day (lib/rules/warnings.ts). */
  warned: { band: 'caution' | 'critical'; until: Instant } | null;
}

export function instanceKey(instance: RuleInstance): string {
  return `${instance.rule}#${instance.instance}`;
}

export function memoryOf(facts: Facts, instance: RuleInstance): InstanceMemory {
  const memory = facts.rules[instanceKey(instance)];
  if (memory === undefined) throw new Error(`facts remember nothing of ${instanceKey(instance)}: they were opened under another rule set`);
  return memory as InstanceMemory;
}

/** Balance plus open result, without credit; null while open positions have no known worth. */
export function equityOf(facts: Facts): Cents | null {
  return facts.floating_cents === null ? null : addCents(facts.balance_cents, facts.floating_cents);
}

/** Whether no position is open, as far as anybody said. */
export function isFlat(facts: Facts): boolean {
  if (facts.unlisted_open !== 0 || facts.half_open.length > 0) return false;
  for (const _ in facts.positions) return false;
  return true;
}

/** A deep copy of plain data, with no undefined members, so equal facts are equal bytes. */
function copyPlain<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copyPlain(item)) as T;
  const copy: Record<string, unknown> = {};
  // Plain data inherits nothing, and a list of its entries would be made only to be thrown away: folds copy much.
  for (const key in value) {
    const item: unknown = value[key];
    if (typeof item !== 'object' || item === null) {
      if (item !== undefined) copy[key] = item;
    } else copy[key] = copyPlain(item);
  }
  return copy as T;
}

/**
 * As `copyPlain`, for facts, which are read far more often than they are copied: the engine keeps an object that was built up member by member
 * as a table once it has more than a few, and reads that several times slower than one it copied whole.
 */
export function copyFacts(facts: Facts): Facts {
  const copy: Record<string, unknown> = { ...facts };
  const rules: Record<string, unknown> = { ...facts.rules };
  for (const key in rules) rules[key] = copyPlain(rules[key]);
  for (const name in copy) {
    const item = copy[name];
    if (item === undefined) delete copy[name];
    else if (name !== 'rules' && typeof item === 'object' && item !== null) copy[name] = copyPlain(item);
  }
  copy.rules = rules;
  return copy as unknown as Facts;
}
