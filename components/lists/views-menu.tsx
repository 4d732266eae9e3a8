'use client';
// Lists kept under a name, one's own and those colleagues share. The view in force is part of the address; a mark says when the list was
// changed since, and what was changed can be kept or dropped.
import { Bookmark } from 'lucide-react';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useState, type ReactNode } from 'react';
import { useFormAction } from '@/components/ui/form-action';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import type { ListDefinition, ListQuery } from '@/lib/lists/definition';
import type { SavedView } from '@/lib/lists/desk';
import { listHref } from '@/lib/lists/query';
import { useDesk, type DeskActions } from './desk';
import { refusalOf } from '@/components/ui/told';

type Props = { definition: ListDefinition; query: ListQuery };

/** The list as it stands, without the page somebody has leafed to. */
const viewQuery = (definition: ListDefinition, query: ListQuery, cols: string): string =>
  listHref(definition, { ...query, page: 1, cols }, {}, '').replace(/^\?/, '');

const viewHref = (definition: ListDefinition, view: SavedView): string =>
  `${definition.path}?${view.query === '' ? '' : `${view.query}&`}view=${view.id}`;

export function ViewsMenu({ definition, query }: Props) {
  const { desk, actions } = useDesk();
  const [open, setOpen] = useState(false);
  const [chosen] = useQueryState('view', parseAsString);
  if (!actions) return null;
  const views = desk.views.filter((view) => view.page === definition.name);
  const active = views.find((view) => view.id === chosen) ?? null;
  const own = desk.columns[definition.name] ?? '';
  // A view brings its columns along, so that it looks the same to whoever opens it.
  const now = viewQuery(definition, query, query.cols ?? own);
  // Columns that are one's own everywhere change no view that says nothing of columns.
  const isDirty = active !== null && ![now, viewQuery(definition, query, query.cols ?? '')].includes(active.query);
  return (
    <>
      <Button onClick={() => setOpen(true)} className="max-w-56">
        <Bookmark aria-hidden="true" className="size-3.5" />
        <span className="truncate">{active?.name ?? 'Views'}</span>
        {isDirty && <span className="text-caution">◆ changed</span>}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={`Views of ${definition.noun[1]}`}>
        <div className="flex flex-col gap-5">
          {active && isDirty && (
            <Changed active={active} now={now} definition={definition} actions={actions} onDone={() => setOpen(false)} />
          )}
          <Kept views={views} active={active} definition={definition} actions={actions} onChosen={() => setOpen(false)} />
          <SaveAs definition={definition} now={now} actions={actions} onDone={() => setOpen(false)} />
        </div>
      </Dialog>
    </>
  );
}

type ChangedProps = { active: SavedView; now: string; definition: ListDefinition; actions: DeskActions; onDone: () => void };

function Changed({ active, now, definition, actions, onDone }: ChangedProps) {
  const [told, save, isPending] = useFormAction(actions.keepView);
  return (
    <form action={save} className="flex flex-wrap items-center gap-2 rounded-md border border-caution bg-caution-soft px-3 py-2">
      <span className="flex-1">“{active.name}” was changed since it was saved.</span>
      {active.is_own && (
        <>
          <input type="hidden" name="page" value={definition.name} />
          <input type="hidden" name="name" value={active.name} />
          <input type="hidden" name="query" value={now} />
          {active.is_shared && <input type="hidden" name="shared" value="yes" />}
          <Button type="submit" size="small" disabled={isPending}>
            Save the change
          </Button>
        </>
      )}
      <Link href={viewHref(definition, active)} onClick={onDone} className="text-label text-accent underline">
        Go back to it
      </Link>
      {told.refusal && <Refused words={refusalOf(told)} />}
    </form>
  );
}

type KeptProps = { views: SavedView[]; active: SavedView | null; definition: ListDefinition; actions: DeskActions; onChosen: () => void };

function Kept({ views, active, definition, actions, onChosen }: KeptProps) {
  const [told, forget, isPending] = useFormAction(actions.forgetView);
  if (views.length === 0)
    return <p className="text-ink-2">None is saved yet. Filter and sort the list as you like it, then give it a name.</p>;
  return (
    <ul aria-label="Saved views" className="flex flex-col divide-y divide-line border-y border-line">
      {views.map((view) => (
        <li key={view.id} className="flex items-center gap-3 py-1.5">
          <Link
            href={viewHref(definition, view)}
            onClick={onChosen}
            aria-current={view.id === active?.id ? 'true' : undefined}
            className="min-w-0 flex-1 truncate font-medium text-accent hover:underline"
          >
            {view.name}
          </Link>
          <span className="text-label text-ink-3">{view.is_own ? (view.is_shared ? 'yours, shared' : 'yours') : 'shared'}</span>
          {view.is_own && (
            <form action={forget}>
              <input type="hidden" name="id" value={view.id} />
              <Button type="submit" size="small" disabled={isPending} aria-label={`Remove the view ${view.name}`}>
                Remove
              </Button>
            </form>
          )}
        </li>
      ))}
      {told.refusal && <Refused words={refusalOf(told)} />}
    </ul>
  );
}

function SaveAs({
  definition,
  now,
  actions,
  onDone,
}: {
  definition: ListDefinition;
  now: string;
  actions: DeskActions;
  onDone: () => void;
}) {
  const [, choose] = useQueryState('view', parseAsString);
  const [told, save, isPending] = useFormAction(async (before, form) => {
    const answer = await actions.keepView(before, form);
    if (answer.once?.id) {
      void choose(answer.once.id);
      onDone();
    }
    return answer;
  });
  return (
    <form action={save} className="flex flex-col gap-2">
      <input type="hidden" name="page" value={definition.name} />
      <input type="hidden" name="query" value={now} />
      <Field
        label="Save the list as it is now under the name"
        name="name"
        id="view-name"
        required
        maxLength={60}
        defaultValue={told.values.name ?? ''}
        error={refusalOf(told)}
      />
      <div className="flex flex-wrap items-center justify-between gap-2">
        <label className="flex items-center gap-2">
          <input
            // A changed default is only taken up by a new element, and a refused form has to show what was ticked.
            key={told.values.shared}
            type="checkbox"
            name="shared"
            value="yes"
            defaultChecked={told.values.shared === 'yes'}
            className="size-4 accent-accent"
          />
          Colleagues may use it too
        </label>
        <Button type="submit" variant="primary" disabled={isPending}>
          Save view
        </Button>
      </div>
    </form>
  );
}

function Refused({ words }: { words: ReactNode }) {
  return (
    <p role="alert" className="w-full text-label text-critical">
      {words}
    </p>
  );
}
