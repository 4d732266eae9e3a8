// The question asked of the audit, as a plain form: it works without scripts, and its answer has an address that can be passed on.
import { Button, LinkButton } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { auditFilters, type AuditQuery } from '@/lib/events/audit';

export function AuditFilters({ query }: { query: AuditQuery }) {
  return (
    <form action="/audit" className="grid items-end gap-3 rounded-md border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-6">
      <Field label="Actor" name="actor" defaultValue={query.actor} placeholder="Name, or system, trader" maxLength={80} />
      <Field label="Action" name="action" defaultValue={query.action} placeholder="staff. or account.blocked" maxLength={80} />
      <Field label="Of what" name="entity" defaultValue={query.entity} placeholder="Login, trader, id" maxLength={80} />
      <Field label="From day (UTC)" name="from" type="date" defaultValue={query.from} />
      <Field label="To day (UTC)" name="to" type="date" defaultValue={query.to} />
      <div className="flex gap-2">
        {query.request !== '' && <input type="hidden" name="request" value={query.request} />}
        <Button type="submit" variant="primary" size="large">
          Find
        </Button>
        {auditFilters(query).length > 0 && (
          <LinkButton href="/audit" size="large">
            Clear
          </LinkButton>
        )}
      </div>
    </form>
  );
}
