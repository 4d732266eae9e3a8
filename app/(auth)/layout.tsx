// The frame around everything a stranger sees: the firm's name, one form, nothing else.
import type { ReactNode } from 'react';
import { SimulatedFunds } from '@/components/shell/banner';
import { Mark } from '@/components/shell/mark';

export default function EntryLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <header>
        <SimulatedFunds />
      </header>
      <main className="mx-auto flex w-full max-w-form flex-col gap-6 px-4 py-10 sm:py-24">
        <Mark />
        <div className="flex flex-col gap-5 rounded-md border border-line bg-surface p-6">{children}</div>
      </main>
    </>
  );
}
