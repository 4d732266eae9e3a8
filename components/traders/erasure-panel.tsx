// Forgetting a person: what stands against it, what would go and what stays; afterwards when it was done, by whom and why.
import type { ReactNode } from 'react';
import { LinkButton } from '@/components/ui/button';
import { Definition } from '@/components/ui/definition';
import { Panel } from '@/components/ui/panel';
import { When } from '@/components/ui/when';
import { againstWords, staysWords } from '@/lib/traders/erasure';
import type { Erasure } from '@/lib/traders/erasure-read';

type Counts = Erasure['goes'];

/** `children` are the deeds of those who may do them. */
export function ErasurePanel({ erasure, countHref, children }: { erasure: Erasure; countHref: string; children?: ReactNode }) {
  const { erased_at, asked, refusals, goes, hold, stays } = erasure;
  if (erased_at !== null && asked) return <Erased at={erased_at} asked={asked} stays={stays} />;
  return (
    <Panel title="Erasure" id="erasure">
      <div className="flex flex-col gap-3">
        {hold && (
          <p>
            <span className="font-medium">Legal hold</span> by {hold.by}, <When at={hold.at} />: {hold.reason}
          </p>
        )}
        {asked?.state === 'stopped' && (
          <p role="status">
            What was asked on <When at={asked.at} mode="minute" /> stopped by itself: {asked.stopped_by?.map(againstWords).join('. ')}.
          </p>
        )}
        {refusals.length > 0 ? (
          <ul aria-label="What stands against erasing" className="list-disc pl-5 text-ink-2">
            {refusals.map((one) => (
              <li key={one.code}>{againstWords(one)}.</li>
            ))}
          </ul>
        ) : (
          <p className="text-ink-2">Nothing stands against erasing this person.</p>
        )}
        {goes.length > 0 ? (
          <Gone rows={goes} caption="Would go" />
        ) : (
          <LinkButton href={countHref} className="self-start">
            Count what would go
          </LinkButton>
        )}
        <p className="text-label text-ink-2">Stays: {staysWords(stays)}.</p>
        {children}
      </div>
    </Panel>
  );
}

function Erased({ at, asked, stays }: { at: string; asked: NonNullable<Erasure['asked']>; stays: Erasure['stays'] }) {
  return (
    <Panel title="Erased" id="erasure">
      <div className="flex flex-col gap-3">
        <Definition
          rows={[
            { term: 'Erased on', value: <When at={at} /> },
            { term: 'Asked by', value: asked.by },
            { term: 'Why', value: asked.reason },
            { term: 'Agreed by', value: asked.agreed_by ?? 'nobody' },
            { term: 'Because', value: asked.decision_reason ?? 'not said' },
          ]}
        />
        <Gone rows={asked.went ?? []} caption="Went" />
        <p className="text-label text-ink-2">Stays under a name that says nobody: {staysWords(stays)}.</p>
      </div>
    </Panel>
  );
}

function Gone({ rows: counted, caption }: { rows: Counts; caption: string }) {
  const rows = counted.filter((one) => one.rows > 0);
  return (
    <details open>
      <summary className="w-fit cursor-pointer font-medium">
        {caption}: {rows.reduce((sum, one) => sum + one.rows, 0)} rows in {rows.length} places
      </summary>
      <Definition
        className="pt-1"
        rows={rows.map((one) => ({ term: one.what, value: <span className="font-mono tabular-nums">{one.rows}</span> }))}
      />
    </details>
  );
}
