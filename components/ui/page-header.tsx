// The head of every page: its name, the one question it answers, how fresh its data is, and what may be done.
import type { ReactNode } from 'react';

type PageHeaderProps = { title: ReactNode; question?: string; stamp?: ReactNode; actions?: ReactNode };

export function PageHeader({ title, question, stamp, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 pb-4">
      <div className="min-w-0">
        <h1 className="flex flex-wrap items-center gap-2 text-title font-semibold">{title}</h1>
        {question && <p className="text-form text-ink-2">{question}</p>}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {stamp}
        {actions}
      </div>
    </header>
  );
}
