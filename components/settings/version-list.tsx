// Every version that ever held, the newest first: what was decided under one names it, so it stays readable here.
import { When } from '@/components/ui/when';
import type { VersionShown } from '@/lib/settings/versions';

/** `of` tells the lists of one page apart; a link names a version as `version-3`, or as `retention-version-3`. */
export function VersionList({ versions, of }: { versions: VersionShown[]; of?: string }) {
  if (versions.length === 0) return <p className="text-ink-2">None was published yet: what is usual holds.</p>;
  return (
    <ol reversed className="flex flex-col divide-y divide-line">
      {versions.map((one, index) => (
        <li key={one.version} id={`${of ? `${of}-` : ''}version-${one.version}`} className="scroll-mt-16 py-2 target:bg-caution-soft">
          <details open={index === 0}>
            <summary className="cursor-pointer">
              Version {one.version}
              {index === 0 && ', in force'}
              {one.published_at && (
                <>
                  , since <When at={one.published_at} mode="minute" />
                </>
              )}
              {one.people.length > 0 && `, signed by ${one.people.join(' and ')}`}
            </summary>
            <dl className="mt-1 flex flex-col gap-0.5 pl-4 text-label text-ink-2">
              {one.lines.map(({ label, text }) => (
                <div key={label} className="flex flex-wrap gap-x-2">
                  <dt>{label}:</dt>
                  <dd className="num break-words text-ink">{text}</dd>
                </div>
              ))}
            </dl>
          </details>
        </li>
      ))}
    </ol>
  );
}
