// Who wrote and signed a version, since when it holds, and where its numbers were read.
import { Definition } from '@/components/ui/definition';
import { When } from '@/components/ui/when';
import { asPlain, textOf, type Plain } from '@/lib/challenges/draft-fields';
import type { RuleSetRow } from '@/lib/challenges/read';
import { isStale } from '@/lib/rules/presets/preset';

export function FactsOfVersion({ version, document, today }: { version: RuleSetRow; document: Plain; today: string }) {
  const reset = asPlain(document.reset);
  const bands = asPlain(document.bands);
  return (
    <div className="flex flex-col gap-4">
      <Definition
        rows={[
          { term: 'Rule set', value: <code className="text-label">{version.code}</code> },
          { term: 'Note', value: version.note || <span className="text-ink-3">none</span> },
          {
            term: 'Written',
            value: (
              <>
                {version.created_by_name ?? 'by the database owner'}, <When at={version.created_at} />
              </>
            ),
          },
          { term: 'Signed by', value: version.second_person_name ?? <span className="text-ink-3">nobody</span> },
          { term: 'Takes effect', value: version.effective_from ? <When at={version.effective_from} /> : 'when published' },
          {
            term: 'Pinned',
            value: (
              <span className="num">
                {version.accounts_running} running, {version.accounts_total} in all
              </span>
            ),
          },
          { term: 'Day turns', value: `${textOf(reset.time) || '00:00'} ${textOf(reset.tz) || 'Europe/Prague'}` },
          { term: 'Bands', value: `caution at ${textOf(bands.caution_at) || '0.80'}, critical at ${textOf(bands.critical_at) || '0.90'}` },
          { term: 'Checksum', value: <code className="text-meta break-all">{version.checksum}</code> },
        ]}
      />
      <Sources sources={Array.isArray(document.sources) ? document.sources.map(asPlain) : []} today={today} />
    </div>
  );
}

function Sources({ sources, today }: { sources: Plain[]; today: string }) {
  if (sources.length === 0) return <p className="text-label text-ink-3">No number of it names a source: they are the house’s own.</p>;
  return (
    <section aria-labelledby="sources">
      <h3 id="sources" className="mb-1 text-label font-medium text-ink-2">
        Where its numbers were read
      </h3>
      <ul className="flex flex-col gap-1 text-label">
        {sources.map((source, index) => (
          <li key={index} className="break-words">
            <code>{textOf(source.path)}</code>: {textOf(source.url) || 'no page'}, {textOf(source.read_on)}
            {source.confirmed !== true && (
              <span className="text-ink-3">, unconfirmed{textOf(source.note) && `: ${textOf(source.note).replace(/\.$/, '')}`}</span>
            )}
            {isStale(textOf(source.read_on), today) && <span className="text-caution">, over 90 days ago</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
