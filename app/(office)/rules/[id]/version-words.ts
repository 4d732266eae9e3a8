// What this page says about a version besides its rules: what it is compared with, who keeps what, and why a deed is off.
import type { RuleSetRow } from '@/lib/challenges/read';
import type { StaffActor } from '@/lib/staff/actor';

const mayWrite = ({ role }: StaffActor) => role === 'config' || role === 'admin';

/** The version asked for, or the one before; for a first version none. */
export function comparedWith(held: RuleSetRow, versions: RuleSetRow[], asked: string | string[] | undefined): RuleSetRow | null {
  const chosen = versions.find((one) => one.id === asked && one.id !== held.id);
  // A draft would replace what is in force, whatever other drafts lie about; a version is told from the one before it.
  const replaced = held.state === 'draft' ? versions.find((one) => one.is_in_force) : undefined;
  return chosen ?? replaced ?? versions.find((one) => one.version < held.version) ?? null;
}

export function choicesFor(held: RuleSetRow, versions: RuleSetRow[], current: string | null) {
  return versions
    .filter(({ id }) => id !== held.id)
    .map(({ id, version }) => ({ href: `/rules/${held.id}?against=${id}`, name: `version ${version}`, current: id === current }));
}

/** Running accounts of the phase on any version but this one. */
export function keepingOlder(held: RuleSetRow, versions: RuleSetRow[]): number {
  return versions.filter(({ id }) => id !== held.id).reduce((sum, one) => sum + one.accounts_running, 0);
}

export function publishingEffect(held: RuleSetRow, versions: RuleSetRow[], readAt: string): string {
  const running = keepingOlder(held, versions).toLocaleString('en-US');
  const isAhead = held.effective_from !== null && Date.parse(held.effective_from) > Date.parse(readAt);
  const from = isAhead ? `from ${(held.effective_from ?? '').slice(0, 16).replace('T', ' ')} UTC on` : 'from the moment it is published';
  return `Accounts opened ${from} are judged by it. ${running} running accounts keep the version they were sold under.`;
}

export function whyNoPreview(actor: StaffActor): string | null {
  return mayWrite(actor) || actor.role === 'risk' ? null : 'Only config, admin and risk preview a version.';
}

export function whyNoPublishing(actor: StaffActor, draft: Pick<RuleSetRow, 'created_by'>, unfit: string | null): string | null {
  if (!mayWrite(actor)) return 'Only config and admin publish.';
  if (draft.created_by === actor.id) return 'You wrote this draft, so another person of config or admin publishes it.';
  return unfit;
}

export function whyNoMigration(actor: StaffActor): string | null {
  return mayWrite(actor) ? null : 'Only config and admin move accounts.';
}
