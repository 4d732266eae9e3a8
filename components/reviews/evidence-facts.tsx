// What was filed with the question when it was opened, as names and values, however it was shaped.
import Link from 'next/link';
import { FiledSignals } from '@/components/abuse/filed-signals';
import { Definition } from '@/components/ui/definition';
import { Money } from '@/components/ui/money';
import { When } from '@/components/ui/when';
import { filedSignals } from '@/lib/abuse/filed';
import { filedLines, type FiledLine } from '@/lib/reviews/evidence-words';

const SHOWN = 24;

export function EvidenceFacts({ evidence, currency }: { evidence: unknown; currency: string | null }) {
  const { signals, rest } = filedSignals(evidence);
  const lines = filedLines(rest, currency).map((line) => ({ term: line.term, value: <Value line={line} /> }));
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

function Value({ line }: { line: FiledLine }) {
  if (line.kind === 'money') return <Money cents={line.cents} currency={line.currency} />;
  if (line.kind === 'when') return <When at={line.at} mode="minute" />;
  if (line.kind === 'text') return line.text;
  return (
    <Link href={line.href} className="text-accent underline">
      {line.text}
    </Link>
  );
}
