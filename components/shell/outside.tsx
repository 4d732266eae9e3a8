// A page outside the office and the portal that cannot be shown: with no frame around it, it brings banner, mark and main landmark itself.
import type { ReactNode } from 'react';
import { SimulatedFunds } from './banner';
import { Mark } from './mark';

export function Outside({ title, body, children }: { title: string; body: string; children: ReactNode }) {
  return (
    <>
      <header>
        <SimulatedFunds />
      </header>
      <main className="mx-auto flex max-w-prose flex-col items-start gap-3 px-4 py-16">
        <Mark />
        <h1 className="text-title font-semibold">{title}</h1>
        <p className="text-ink-2">{body}</p>
        <div className="flex gap-2">{children}</div>
      </main>
    </>
  );
}
