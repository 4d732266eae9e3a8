// What was filed with the question when it was opened, as names and values, however it was shaped.
import { FiledSignals } from '@/components/abuse/filed-signals';
import { Definition } from '@/components/ui/definition';
import { filedSignals } from '@/lib/abuse/filed';

/** Lines of whatever was filed; nested values keep their path. */
function linesOf(value: unknown, path: string): { term: string; value: string }[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => linesOf(item, labelled(item) ?? (path ? `${path} ${index + 1}` : `${index + 1}`)));
  if (typeof value === 'object') {
    const record = value as Record<string, unknown>;
    if (typeof record.label === 'string' && record.value !== undefined) return [{ term: record.label, value: String(record.value) }];
    // Who passed a phase is named above as the person who asks; their id says nothing to a reader.
    return Object.entries(record).flatMap(([key, inner]) =>
      key === 'passed_by' ? [] : linesOf(inner, [path, key.replaceAll('_', ' ')].filter(Boolean).join(', ')),
    );
  }
  return [{ term: path || 'Note', value: String(value) }];
}

const labelled = (item: unknown): string | null =>
  typeof item === 'object' && item !== null && 'rule' in item && typeof item.rule === 'string' ? item.rule.replaceAll('-', ' ') : null;

const SHOWN = 24;

export function EvidenceFacts({ evidence }: { evidence: unknown }) {
  const { signals, rest } = filedSignals(evidence);
  const lines = linesOf(rest, '');
  return (
    <>
      {signals.length > 0 && <FiledSignals signals={signals} />}
      {lines.length > 0 && (
        <section aria-label="What was filed">
          <h3 className="pb-1 text-form font-semibold">What was filed</h3>
          <Definition rows={lines.slice(0, SHOWN)} />
          {lines.length > SHOWN && (
            <details>
              <summary className="w-fit cursor-pointer py-1 text-label text-accent">{lines.length - SHOWN} lines more</summary>
              <Definition rows={lines.slice(SHOWN)} />
            </details>
          )}
        </section>
      )}
    </>
  );
}
