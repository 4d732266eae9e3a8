// What the figures beside it count, for whoever has no pointer to hover with: folded away, opened by a tap or a key.

type Meaning = { name: string; means: string };

export function Meanings({ of, className }: { of: Meaning[]; className?: string }) {
  if (of.length === 0) return null;
  return (
    <details className={className}>
      <summary className="w-fit cursor-pointer py-1 text-label text-accent">What is counted</summary>
      <dl className="max-w-prose pb-2 text-label">
        {of.map(({ name, means }) => (
          <div key={name} className="py-0.5">
            <dt className="inline font-medium">{name}</dt>
            <dd className="inline text-ink-2">: {means}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
