// One door: what it does, who may, what it takes, what it answers, what it refuses, and a form to try it.
import { TryIt, type TryItProps } from '@/components/docs/try-it';
import { Fields } from '@/components/docs/fields';
import { Words } from '@/components/docs/words';
import type { DoorView } from '@/lib/api/door-view';

export function Operation({ door, trial }: { door: DoorView; trial: TryItProps | null }) {
  return (
    <article
      id={door.id}
      className="flex flex-col gap-3 border-t border-line px-4 py-4 first:border-t-0"
      aria-labelledby={`${door.id}-name`}
    >
      <h3 id={`${door.id}-name`} className="flex flex-wrap items-baseline gap-2 text-form font-semibold">
        <span className="rounded-sm border border-line-strong px-1.5 font-mono text-label">{door.method}</span>
        <a href={`#${door.id}`} className="font-mono break-all hover:underline">
          {door.path}
        </a>
      </h3>
      <p className="text-body">
        <Words text={door.summary} />
      </p>
      {door.description && (
        <p className="text-body text-ink-2">
          <Words text={door.description} />
        </p>
      )}
      <Fields caption="In the address and the headers" rows={door.parameters} />
      <Fields caption="Body" rows={door.body} />
      <Fields caption={door.answerCaption} rows={door.answer} />
      {door.refusals.length > 0 && (
        <details>
          <summary className="cursor-pointer text-label font-medium text-ink-2">What it refuses ({door.refusals.length})</summary>
          <dl className="grid gap-x-3 gap-y-1 pt-2 text-label sm:grid-cols-[auto_1fr]">
            {door.refusals.map(({ status, words }) => (
              <div key={status} className="contents">
                <dt className="num font-mono">{status}</dt>
                <dd className="text-ink-2">
                  <Words text={words} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {trial && <TryIt {...trial} />}
    </article>
  );
}
