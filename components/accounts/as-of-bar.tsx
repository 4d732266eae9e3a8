// The control that takes an account back to a past instant, and the frame that keeps anybody from taking the past for the present.
import type { ReactNode } from 'react';
import { Button, LinkButton } from '@/components/ui/button';
import { When } from '@/components/ui/when';
import type { RuleVersion } from '@/lib/accounts/read';

type ControlProps = {
  accountId: string;
  tab: string;
  at: string | null;
  /** Other versions of its rules, under which it may be told again. */
  versions: RuleVersion[];
  under: string;
};

/** A plain form, so that a chosen instant is an address that can be sent to somebody else. */
export function AsOfControl({ accountId, tab, at, versions, under }: ControlProps) {
  return (
    <form action={`/accounts/${accountId}`} method="get" className="flex flex-wrap items-center gap-2">
      {tab !== 'timeline' && <input type="hidden" name="tab" value={tab} />}
      <label className="flex items-center gap-2 text-label text-ink-2">
        As of (UTC)
        <input
          type="datetime-local"
          name="at"
          step="1"
          required
          defaultValue={at === null ? undefined : at.slice(0, 19)}
          className="h-7 rounded-sm border border-line-strong bg-surface px-1.5 text-label text-ink"
        />
      </label>
      {versions.length > 0 && (
        <label className="flex items-center gap-2 text-label text-ink-2">
          under
          <select
            name="rules"
            defaultValue={under}
            className="h-7 rounded-sm border border-line-strong bg-surface px-1.5 text-label text-ink"
          >
            <option value="">its own rules</option>
            {versions.map(({ id, code, version }) => (
              <option key={id} value={id}>
                {code}, version {version}
              </option>
            ))}
          </select>
        </label>
      )}
      <Button type="submit">Show</Button>
    </form>
  );
}

type FrameProps = {
  at: string;
  /** The version it is told again under, where that is not its own. */
  under?: string | null;
  nowHref: string;
  previousHref: string | null;
  nextHref: string | null;
  children: ReactNode;
};

export function AsOfFrame({ at, under = null, nowHref, previousHref, nextHref, children }: FrameProps) {
  return (
    <div data-as-of={at} className="flex flex-col gap-4 rounded-md border-2 border-accent p-3">
      <div
        role="status"
        className="flex flex-wrap items-center justify-between gap-2 rounded-sm bg-accent-soft px-3 py-2 text-form text-ink"
      >
        <p>
          <span className="font-semibold">
            As of <When at={at} />
          </span>
          {under === null
            ? ': told again from the events that had happened by then, under the rules it is pinned to. Nothing can be done here.'
            : `: what the events that had happened by then would have come to under ${under}, which are not its rules. Nobody was judged by them; its verdicts are those that were given.`}
        </p>
        <nav aria-label="Instants" className="flex flex-wrap gap-2">
          {previousHref && (
            <LinkButton size="small" href={previousHref} prefetch={false} scroll={false}>
              Event before
            </LinkButton>
          )}
          {nextHref && (
            <LinkButton size="small" href={nextHref} prefetch={false} scroll={false}>
              Next event
            </LinkButton>
          )}
          <LinkButton size="small" variant="primary" href={nowHref} prefetch={false}>
            Back to now
          </LinkButton>
        </nav>
      </div>
      {children}
    </div>
  );
}
